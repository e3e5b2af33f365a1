/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.config.api.Configurations;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The secrets that configurations refer to: named, set and deleted, never shown. */
@Component(service = SecretsResource.class)
@JakartarsResource
@Path(SecretsResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(ConfigurationsResource.CHANGE)
public final class SecretsResource {
    static final String BASE = "/api/platform/v1/secrets";

    private static final PagedList<Views.NamedSecret> LIST = PagedList.by("name", Views.NamedSecret::name);

    private final Configurations configurations;

    @Activate
    public SecretsResource(@Reference Configurations configurations) {
        this.configurations = configurations;
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<Views.NamedSecret> list(@Context HttpServletRequest request) {
        List<Views.NamedSecret> all = configurations.secrets().entrySet().stream()
                .map(it -> new Views.NamedSecret(it.getKey(), "$[secret:" + it.getKey() + "]", it.getValue()))
                .toList();
        return LIST.page(request, all);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({204, 400, 413, 415, 422})
    @Queries({})
    public void put(@PathParam("name") String name, InputStream content, @Context HttpServletRequest request)
            throws IOException {
        configurations.putSecret(name, Body.read(content, "value").text("value"), RequestAuthor.of(request));
    }

    @DELETE
    @Path("{name}")
    @Answers({204, 404, 409})
    @Queries({})
    public void delete(@PathParam("name") String name, @Context HttpServletRequest request) {
        configurations.deleteSecret(name, RequestAuthor.of(request));
    }
}

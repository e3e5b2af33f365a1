/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.rest.Views.RoleView;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.UserStore.Role;
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
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Roles. */
@Component(service = RolesResource.class)
@JakartarsResource
@Path(Api.BASE + "/roles")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.USERS)
public final class RolesResource {
    private final NamedThings<Role, RoleView> roles;

    @Activate
    public RolesResource(@Reference AccountAdmin admin) {
        roles = new NamedThings<>("role", admin::roles, RoleView::of, admin::save, admin::deleteRole);
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<RoleView> list(@Context HttpServletRequest request) {
        return roles.list(request);
    }

    @GET
    @Path("{name}")
    @Answers({200, 404})
    public Response one(@PathParam("name") String name) {
        return roles.one(name);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 201, 400, 409, 412, 413, 415, 422})
    public Response put(@PathParam("name") String name, InputStream input, @Context HttpServletRequest request)
            throws IOException {
        var body = Body.read(input, "description", "scopes");
        var role = new Role(name, body.text("description", ""), body.names("scopes", Set.of()), false);
        body.check();
        return roles.put(role, request);
    }

    @DELETE
    @Path("{name}")
    @Answers({204, 404, 409, 412})
    public Response delete(@PathParam("name") String name, @Context HttpServletRequest request) {
        return roles.delete(name, request);
    }
}

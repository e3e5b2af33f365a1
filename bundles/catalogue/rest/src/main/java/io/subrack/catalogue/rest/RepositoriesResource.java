/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.catalogue.api.Catalogue;
import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.RepositoryState;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Tags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The repositories that bundles come from. */
@Component(service = RepositoriesResource.class)
@JakartarsResource
@Path(RepositoriesResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(CatalogueResource.READ)
public final class RepositoriesResource {
    static final String API = "/api/platform/v1";
    static final String BASE = API + "/repositories";
    static final String CHANGE = "platform.config";

    /** In the order in which they are asked. */
    private static final PagedList<Views.RepositoryView> LIST = PagedList.by("id", Views.RepositoryView::id)
            .foundBy("url", Views.RepositoryView::url)
            .foundBy("kind", Views.RepositoryView::kind)
            .sortedBy("priority", Views.RepositoryView::priority)
            .sortedBy("bundles", Views.RepositoryView::bundles)
            .asTheyCome();

    private final Catalogue catalogue;

    @Activate
    public RepositoriesResource(@Reference Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<Views.RepositoryView> list(@Context HttpServletRequest request) {
        return LIST.page(
                request,
                catalogue.repositories().stream().map(Views.RepositoryView::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(CHANGE)
    @Answers({201, 400, 409, 413, 415, 422})
    @Queries({})
    public Response create(InputStream content, @Context HttpServletRequest request) throws IOException {
        RepositoryState made = catalogue.create(body(content).repository(Optional.empty()), RequestAuthor.of(request));
        return answer(Response.created(URI.create(BASE + "/" + made.repository().id())), made);
    }

    private static Body body(InputStream content) throws IOException {
        return Body.read(
                content,
                "id",
                "kind",
                "url",
                "priority",
                "enabled",
                "credentialsRef",
                "checked",
                "bundles",
                "status",
                "problem",
                "usedBy");
    }

    @GET
    @Path("{id}")
    @Answers({200, 404})
    @Queries({})
    public Response get(@PathParam("id") String id) {
        return answer(
                Response.ok(),
                catalogue
                        .repository(id)
                        .orElseThrow(() -> new CatalogueException(
                                CatalogueProblem.REPOSITORY_UNKNOWN,
                                "There is no repository of that id. Choose one of GET " + BASE + ".")));
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(CHANGE)
    @Answers({200, 400, 404, 412, 413, 415, 422})
    @Queries({})
    public Response put(@PathParam("id") String id, InputStream content, @Context HttpServletRequest request)
            throws IOException {
        return answer(
                Response.ok(),
                catalogue.replace(
                        body(content).repository(Optional.of(id)), expected(request), RequestAuthor.of(request)));
    }

    @DELETE
    @Path("{id}")
    @RequiresScope(CHANGE)
    @Answers({204, 404, 409, 412})
    @Queries({})
    public void delete(@PathParam("id") String id, @Context HttpServletRequest request) {
        catalogue.delete(id, expected(request), RequestAuthor.of(request));
    }

    @POST
    @Path("{id}/refresh")
    @RequiresScope(CHANGE)
    @Answers({202, 404})
    @Queries({})
    public Response refresh(@PathParam("id") String id, @Context HttpServletRequest request) {
        JobStatus job = catalogue.refresh(id, RequestAuthor.of(request));
        URI location = URI.create(API + "/jobs/" + job.id());
        return Response.accepted(new Views.JobLink(job.id(), location.toString()))
                .location(location)
                .build();
    }

    private static OptionalLong expected(HttpServletRequest request) {
        return Tags.revision(request.getHeader(HttpHeaders.IF_MATCH), CatalogueProblem.REPOSITORY_CHANGED);
    }

    private static Response answer(Response.ResponseBuilder answer, RepositoryState state) {
        return answer.entity(Views.RepositoryView.of(state))
                .header(HttpHeaders.ETAG, Tags.of(state.repository().revision()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}

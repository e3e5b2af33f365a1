/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.catalogue.api.Catalogue;
import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Resolution;
import io.subrack.catalogue.api.Updates;
import io.subrack.kernel.spi.PlanDocuments;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Query;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** What is in the repositories, and how it gets here. */
@Component(service = CatalogueResource.class)
@JakartarsResource
@Path(CatalogueResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(CatalogueResource.READ)
public final class CatalogueResource {
    static final String BASE = RepositoriesResource.API + "/catalogue";
    static final String READ = "platform.read";
    static final String DEPLOY = "platform.deploy";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private static final PagedList<Views.UpdateView> UPDATES =
            PagedList.by("bundle", Views.UpdateView::bundle).foundBy("repository", Views.UpdateView::repository);

    /** As the catalogue orders them, best first: what pages start after is a version in a repository. */
    private static final PagedList<Views.VersionView> PROVIDERS = PagedList.<Views.VersionView>by(
                    "id", it -> it.symbolicName() + " " + it.version() + " " + it.repository())
            .sortedBy("name", Views.VersionView::symbolicName)
            .sortedBy("repository", Views.VersionView::repository)
            .asTheyCome();

    private final Catalogue catalogue;
    private final PlanDocuments plans;

    @Activate
    public CatalogueResource(@Reference Catalogue catalogue, @Reference PlanDocuments plans) {
        this.catalogue = catalogue;
        this.plans = plans;
    }

    @GET
    @Answers({200, 400, 502, 504})
    @Queries({"q", "repository", "limit", "after"})
    public Page<Views.Item> search(@Context HttpServletRequest request) {
        Query query = Query.of(request, "q", "repository", "limit", "after");
        int limit = query.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        List<Views.Item> found = catalogue.search(query.text("q"), query.text("repository")).stream()
                .filter(it -> it.symbolicName().compareTo(query.text("after")) > 0)
                .limit(limit + 1L)
                .map(Views.Item::of)
                .toList();
        return Page.of(found, limit, it -> it, last -> query.after(last.symbolicName()));
    }

    @GET
    @Path("{bundle}")
    @Answers({200, 404, 502, 504})
    @Queries({})
    public Views.Detail bundle(@PathParam("bundle") String bundle) {
        return catalogue
                .bundle(bundle)
                .map(Views.Detail::of)
                .orElseThrow(() -> new CatalogueException(
                        CatalogueProblem.BUNDLE_UNKNOWN,
                        "No repository is known to have this bundle. Search for it, or ask by group:artifact."));
    }

    @GET
    @Path("providers")
    @Answers({200, 400, 504})
    @Queries({"namespace", "filter", PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<Views.VersionView> providers(@Context HttpServletRequest request) {
        Query query = Query.of(
                request, "namespace", "filter", PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER);
        if (query.text("namespace").isEmpty()) {
            throw Query.bad("namespace must be there, as osgi.wiring.package");
        }
        try {
            return PROVIDERS.page(
                    query,
                    catalogue.providers(query.text("namespace"), query.text("filter")).stream()
                            .map(Views.VersionView::of)
                            .toList());
        } catch (IllegalArgumentException e) {
            throw Query.bad("filter must be an LDAP filter, as (osgi.wiring.package=com.acme.text)");
        }
    }

    @GET
    @Path("updates")
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Views.UpdatesView updates(@Context HttpServletRequest request) {
        Updates updates = catalogue.updates();
        return Views.UpdatesView.of(
                updates,
                UPDATES.page(
                        request,
                        updates.items().stream().map(Views.UpdateView::of).toList()));
    }

    @POST
    @Path("resolutions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(DEPLOY)
    @Answers({201, 400, 404, 409, 413, 415, 422, 502, 504})
    @Queries({})
    public Response resolve(InputStream content, @Context HttpServletRequest request) throws IOException {
        Body body = Body.read(content, "requests", "reason");
        Resolution found = catalogue.resolve(body.wanted(), body.reason(), RequestAuthor.of(request));
        return Response.created(URI.create(
                        RepositoriesResource.API + "/plans/" + found.plan().id()))
                .entity(Views.ResolutionView.of(found, plans.document(found.plan())))
                .build();
    }
}

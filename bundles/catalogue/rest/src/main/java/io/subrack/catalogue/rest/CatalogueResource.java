/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.catalogue.api.Catalogue;
import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Resolution;
import io.subrack.kernel.spi.PlanDocuments;
import io.subrack.web.api.RequestAuthor;
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
import jakarta.ws.rs.core.UriInfo;
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
    static final String DOCUMENT = "openapi.json";
    static final String READ = "platform.read";
    static final String DEPLOY = "platform.deploy";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

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
    public Views.Page<Views.Item> search(@Context UriInfo uri) {
        Query query = new Query(uri, "q", "repository", "limit", "after");
        int limit = query.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        List<Views.Item> found = catalogue.search(query.text("q"), query.text("repository")).stream()
                .filter(it -> it.symbolicName().compareTo(query.text("after")) > 0)
                .limit(limit + 1L)
                .map(Views.Item::of)
                .toList();
        if (found.size() <= limit) {
            return new Views.Page<>(found, null);
        }
        URI next = uri.getRequestUriBuilder()
                .replaceQueryParam("after", found.get(limit - 1).symbolicName())
                .build();
        return new Views.Page<>(found.subList(0, limit), BASE + "?" + next.getRawQuery());
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
    @Queries({"namespace", "filter"})
    public Views.Page<Views.VersionView> providers(@Context UriInfo uri) {
        Query query = new Query(uri, "namespace", "filter");
        if (query.text("namespace").isEmpty()) {
            throw Query.bad("namespace must be there, as osgi.wiring.package");
        }
        try {
            return new Views.Page<>(
                    catalogue.providers(query.text("namespace"), query.text("filter")).stream()
                            .map(Views.VersionView::of)
                            .toList(),
                    null);
        } catch (IllegalArgumentException e) {
            throw Query.bad("filter must be an LDAP filter, as (osgi.wiring.package=com.acme.text)");
        }
    }

    @GET
    @Path("updates")
    @Answers({200, 400})
    @Queries({})
    public Views.UpdatesView updates(@Context UriInfo uri) {
        Query.none(uri);
        return Views.UpdatesView.of(catalogue.updates());
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

    @GET
    @Path(DOCUMENT)
    @Answers({200})
    @Queries({})
    public Response document() throws IOException {
        try (InputStream file = CatalogueResource.class.getResourceAsStream(DOCUMENT)) {
            if (file == null) {
                throw new IOException(DOCUMENT + " is missing from the bundle");
            }
            return Response.ok(file.readAllBytes()).build();
        }
    }
}

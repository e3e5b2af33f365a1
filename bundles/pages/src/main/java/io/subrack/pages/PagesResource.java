/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import io.subrack.auth.api.RequiresScope;
import io.subrack.pages.api.ContributionCheck;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Tags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** What bundles contribute to the console. */
@Component(service = PagesResource.class)
@JakartarsResource
@Path(PagesResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(PagesResource.READ)
public final class PagesResource {
    static final String BASE = "/api/platform/v1/pages";
    static final String READ = "platform.read";
    static final String SCHEMA_TYPE = "application/schema+json";

    private static final PagedList<Generation> LIST = PagedList.by("bundle", Generation::symbolicName);

    private final LivePages pages;

    @Activate
    public PagesResource(@Reference LivePages pages) {
        this.pages = pages;
    }

    @GET
    @Answers({200, 304, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Response list(
            @Context HttpServletRequest request, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        Page<Generation> page = LIST.page(request, pages.live().values());
        String tag = tag(page);
        if (tag.equals(known)) {
            return Response.notModified().header(HttpHeaders.ETAG, tag).build();
        }
        return Response.ok(new Page<>(
                        page.items().stream().map(Views.BundleView::of).toList(), page.next()))
                .header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    /** A revision never changes, so its address stands for what it contributes. */
    private static String tag(Page<Generation> page) {
        return Tags.of(
                page.items().stream().map(Generation::base).collect(Collectors.joining("\n", "", "\n" + page.next())));
    }

    @GET
    @Path("schema")
    @Produces(SCHEMA_TYPE)
    @Answers({200})
    public Response schema() {
        return Response.ok(ContributionCheck.schema()).build();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.clients.Views.ScopeView;
import io.subrack.auth.spi.Scopes;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The scopes that exist. */
@Component(service = ScopesResource.class)
@JakartarsResource
@Path(Api.BASE + "/scopes")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class ScopesResource {
    private static final PagedList<ScopeView> LIST = PagedList.by("name", ScopeView::name)
            .foundBy("bundle", ScopeView::bundle)
            .foundBy("description", ScopeView::description);

    private final Scopes scopes;

    @Activate
    public ScopesResource(@Reference Scopes scopes) {
        this.scopes = scopes;
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<ScopeView> list(@Context HttpServletRequest request) {
        return LIST.page(request, scopes.known().stream().map(ScopeView::of).toList());
    }
}

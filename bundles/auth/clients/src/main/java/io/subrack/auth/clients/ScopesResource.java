/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.clients.Views.Page;
import io.subrack.auth.clients.Views.ScopeView;
import io.subrack.auth.spi.Scopes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
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
    private final Scopes scopes;

    @Activate
    public ScopesResource(@Reference Scopes scopes) {
        this.scopes = scopes;
    }

    @GET
    @Answers({200})
    public Page<ScopeView> list() {
        return new Page<>(scopes.known().stream().map(ScopeView::of).toList(), null);
    }
}

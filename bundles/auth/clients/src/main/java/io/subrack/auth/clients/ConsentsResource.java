/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.clients.Views.ConsentView;
import io.subrack.auth.clients.Views.Page;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.Revocations;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** What users allowed clients. To withdraw that ends the grants, too. */
@Component(service = ConsentsResource.class)
@JakartarsResource
@Path(Api.BASE + "/consents")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.USERS)
public final class ConsentsResource {
    private final ClientStore clients;
    private final GrantStore grants;
    private final Revocations revocations;
    private final AuditLog audit;
    private final Clock clock;

    @Activate
    public ConsentsResource(
            @Reference ClientStore clients,
            @Reference GrantStore grants,
            @Reference Revocations revocations,
            @Reference AuditLog audit) {
        this(clients, grants, revocations, audit, Clock.systemUTC());
    }

    ConsentsResource(ClientStore clients, GrantStore grants, Revocations revocations, AuditLog audit, Clock clock) {
        this.clients = clients;
        this.grants = grants;
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @Answers({200, 400})
    public Page<ConsentView> list(@QueryParam("user") @Nullable String user) {
        if (user == null) {
            throw new ProblemException(WebProblem.BAD_REQUEST, "user is missing: whose consents?");
        }
        return new Page<>(
                Exchange.answering(() -> clients.consents(user)).stream()
                        .map(ConsentView::of)
                        .toList(),
                null);
    }

    @DELETE
    @Path("{user}/{client}")
    @Answers({204, 404})
    public Response withdraw(
            @PathParam("user") String user, @PathParam("client") String client, @Context HttpServletRequest request) {
        boolean withdrawn = Exchange.answering(() -> {
            boolean known = clients.withdrawConsent(user, client);
            grants.revokeAll(user, client, clock.instant()).forEach(revocations::grant);
            return known;
        });
        if (!withdrawn) {
            throw Exchange.unknown("consent");
        }
        audit.append(new Exchange(request)
                .event(AuditTypes.CONSENT_REVOKED)
                .on("client", client)
                .with("user", user));
        return Response.noContent().build();
    }
}

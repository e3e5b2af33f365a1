/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.clients.Views.GrantView;
import io.subrack.auth.clients.Views.Page;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.GrantStore.Grant;
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

/** What users granted to clients: families of refresh tokens. */
@Component(service = GrantsResource.class)
@JakartarsResource
@Path(Api.BASE + "/grants")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.USERS)
public final class GrantsResource {
    private static final int MAX_ID_CHARS = 64;

    private final GrantStore grants;
    private final Endings endings;
    private final AccountAdmin accounts;
    private final AuditLog audit;
    private final Clock clock;

    @Activate
    public GrantsResource(
            @Reference GrantStore grants,
            @Reference Revocations revocations,
            @Reference AccountAdmin accounts,
            @Reference AuditLog audit) {
        this(grants, revocations, accounts, audit, Clock.systemUTC());
    }

    GrantsResource(GrantStore grants, Revocations revocations, AccountAdmin accounts, AuditLog audit, Clock clock) {
        this.grants = grants;
        this.endings = new Endings(grants, revocations, clock);
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @Answers({200, 400, 422})
    public Page<GrantView> list(@QueryParam("user") @Nullable String user) {
        if (user == null) {
            throw new ProblemException(WebProblem.BAD_REQUEST, "user is missing: whose grants?");
        }
        Exchange.named("user", user, MAX_ID_CHARS);
        return new Page<>(
                Exchange.answering(() -> grants.grants(user, clock.instant())).stream()
                        .map(GrantView::of)
                        .toList(),
                null);
    }

    @DELETE
    @Path("{id}")
    @Answers({204, 404, 422})
    public Response revoke(@PathParam("id") String id, @Context HttpServletRequest request) {
        Exchange.named("id", id, MAX_ID_CHARS);
        Exchange exchange = new Exchange(request);
        boolean revoked = Exchange.answering(() -> {
            Grant grant = Exchange.found(grants.grant(id).filter(found -> found.revoked() == null), "grant");
            accounts.mayChange(grant.userId(), exchange.by());
            return endings.grant(id);
        });
        if (!revoked) {
            throw Exchange.unknown("grant");
        }
        audit.append(exchange.event(AuditTypes.TOKEN_REVOKED).on("grant", id));
        return Response.noContent().build();
    }
}

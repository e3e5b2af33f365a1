/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.clients.Views.GrantView;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.Revocations;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Query;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Comparator;
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
    private static final PagedList<GrantView> LIST = PagedList.by("id", GrantView::id)
            .foundBy("client", GrantView::client)
            .sortedBy("created", GrantView::created)
            .sortedBy("expires", GrantView::expires)
            .naturally(Comparator.comparing(GrantView::created).reversed());

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
    @Queries({"user", PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<GrantView> list(@Context HttpServletRequest request) {
        Query query = Query.of(request, "user", PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER);
        String user = Exchange.named("user", query.required("user", "whose grants?"), MAX_ID_CHARS);
        return LIST.page(
                query,
                Exchange.answering(() -> grants.grants(user, clock.instant())).stream()
                        .map(GrantView::of)
                        .toList());
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

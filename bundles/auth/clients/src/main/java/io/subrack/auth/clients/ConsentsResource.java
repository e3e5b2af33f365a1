/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.clients.Views.ConsentView;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.GrantStore;
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
    private static final int MAX_USER_CHARS = 64;
    private static final int MAX_CLIENT_CHARS = 128;
    private static final PagedList<ConsentView> LIST =
            PagedList.by("client", ConsentView::client).sortedBy("given", ConsentView::given);

    private final ClientStore clients;
    private final Endings endings;
    private final AccountAdmin accounts;
    private final AuditLog audit;

    @Activate
    public ConsentsResource(
            @Reference ClientStore clients,
            @Reference GrantStore grants,
            @Reference Revocations revocations,
            @Reference AccountAdmin accounts,
            @Reference AuditLog audit) {
        this(clients, grants, revocations, accounts, audit, Clock.systemUTC());
    }

    ConsentsResource(
            ClientStore clients,
            GrantStore grants,
            Revocations revocations,
            AccountAdmin accounts,
            AuditLog audit,
            Clock clock) {
        this.clients = clients;
        this.endings = new Endings(grants, revocations, clock);
        this.accounts = accounts;
        this.audit = audit;
    }

    @GET
    @Answers({200, 400, 422})
    @Queries({"user", PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<ConsentView> list(@Context HttpServletRequest request) {
        Query query = Query.of(request, "user", PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER);
        String user = Exchange.named("user", query.required("user", "whose consents?"), MAX_USER_CHARS);
        return LIST.page(
                query,
                Exchange.answering(() -> clients.consents(user)).stream()
                        .map(ConsentView::of)
                        .toList());
    }

    @DELETE
    @Path("{user}/{client}")
    @Answers({204, 404, 422})
    public Response withdraw(
            @PathParam("user") String user, @PathParam("client") String client, @Context HttpServletRequest request) {
        Exchange.named("user", user, MAX_USER_CHARS);
        Exchange.named("client", client, MAX_CLIENT_CHARS);
        Exchange exchange = new Exchange(request);
        boolean withdrawn = Exchange.answering(() -> {
            accounts.mayChange(user, exchange.by());
            endings.grants(user, client);
            return clients.withdrawConsent(user, client);
        });
        if (!withdrawn) {
            throw Exchange.unknown("consent");
        }
        audit.append(
                exchange.event(AuditTypes.CONSENT_REVOKED).on("client", client).with("user", user));
        return Response.noContent().build();
    }
}

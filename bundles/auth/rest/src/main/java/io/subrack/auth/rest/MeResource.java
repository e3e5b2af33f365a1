/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.AnyCaller;
import io.subrack.auth.rest.Views.NewTokenView;
import io.subrack.auth.rest.Views.Profile;
import io.subrack.auth.rest.Views.SessionView;
import io.subrack.auth.rest.Views.TokenView;
import io.subrack.auth.rest.Views.UserView;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.Accounts;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * What people may do with their own account: look by any token, the rest in a session or by a token with the scope
 * {@code account}. Passwords and second factors are the pages' alone.
 */
@Component(service = MeResource.class)
@JakartarsResource
@Path(Api.BASE + "/me")
@Produces(MediaType.APPLICATION_JSON)
@AnyCaller
public final class MeResource {
    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_DAYS = 365;
    private static final PagedList<TokenView> TOKENS = PagedList.by("id", TokenView::id)
            .foundBy("name", TokenView::name)
            .sortedBy("created", TokenView::created)
            .sortedBy("expires", TokenView::expires)
            .naturally(Comparator.comparing(TokenView::created));

    private final Accounts accounts;

    @Activate
    public MeResource(@Reference Accounts accounts) {
        this.accounts = accounts;
    }

    @GET
    @Answers({200, 404})
    public Profile profile(@Context HttpServletRequest request) {
        var exchange = new Exchange(request);
        return Exchange.answering(() -> {
            var user = Exchange.found(accounts.user(exchange.person()), "user");
            return new Profile(
                    UserView.of(user),
                    accounts.roles(user),
                    accounts.scopes(user),
                    exchange.caller().scopes(),
                    accounts.hasTotp(user.id()));
        });
    }

    @GET
    @Path("sessions")
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<SessionView> sessions(@Context HttpServletRequest request) {
        var exchange = new Exchange(request);
        var current = exchange.caller().tokenId();
        return Views.SESSIONS.page(
                request,
                Exchange.answering(() -> accounts.sessions(exchange.owner()).stream()
                        .map(session -> SessionView.of(session, current))
                        .toList()));
    }

    @DELETE
    @Path("sessions/{id}")
    @Answers({204, 404})
    public Response endSession(@PathParam("id") String id, @Context HttpServletRequest request) {
        var exchange = new Exchange(request);
        return ended(Exchange.answering(() -> accounts.endSession(exchange.owner(), id, exchange.origin())), "session");
    }

    @GET
    @Path("api-tokens")
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<TokenView> tokens(@Context HttpServletRequest request) {
        var exchange = new Exchange(request);
        return TOKENS.page(
                request,
                Exchange.answering(() -> accounts.apiTokens(exchange.owner()).stream()
                        .map(TokenView::of)
                        .toList()));
    }

    /** A token never makes one that may more than itself; an API token none that outlives it. */
    @POST
    @Path("api-tokens")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({201, 400, 409, 413, 415, 422, 429})
    public Response createToken(InputStream input, @Context HttpServletRequest request) throws IOException {
        var exchange = new Exchange(request);
        exchange.owner();
        var body = Body.read(input, "name", "scopes", "days");
        var name = body.required("name");
        var scopes = body.names("scopes", Set.of());
        int days = body.number("days", DEFAULT_DAYS, 1, MAX_DAYS);
        body.check();
        var caller = exchange.caller();
        var beyond = new TreeSet<>(scopes);
        beyond.removeAll(caller.scopes());
        if (Accounts.isSession(caller)) {
            beyond.remove(Accounts.SCOPE);
        }
        if (!beyond.isEmpty()) {
            throw new ProblemException(
                    AccountProblem.BEYOND_OWN_RIGHTS,
                    "the credential in use lacks " + String.join(", ", beyond) + "; leave it out");
        }
        var made = Exchange.answering(
                () -> accounts.createApiToken(caller, name, scopes, Duration.ofDays(days), exchange.origin()));
        return UsersResource.secret(Response.created(Api.uri("/me/api-tokens/" + made.id())))
                .entity(new NewTokenView(made.id(), made.token(), made.expires().toString()))
                .build();
    }

    @DELETE
    @Path("api-tokens/{id}")
    @Answers({204, 404})
    public Response deleteToken(@PathParam("id") String id, @Context HttpServletRequest request) {
        var exchange = new Exchange(request);
        return ended(
                Exchange.answering(() -> accounts.deleteApiToken(exchange.owner(), id, exchange.origin())), "token");
    }

    private static Response ended(boolean was, String what) {
        if (!was) {
            throw new ProblemException(AccountProblem.UNKNOWN, "you have no such " + what);
        }
        return Response.noContent().build();
    }
}

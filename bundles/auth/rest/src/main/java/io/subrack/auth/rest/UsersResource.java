/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.rest.Views.SessionView;
import io.subrack.auth.rest.Views.UserView;
import io.subrack.auth.rest.Views.UserWithToken;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.AccountAdmin.NewUser;
import io.subrack.auth.spi.AccountAdmin.UserChange;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Query;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Users. */
@Component(service = UsersResource.class)
@JakartarsResource
@Path(Api.BASE + "/users")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.USERS)
public final class UsersResource {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_QUERY_CHARS = 200;

    private final AccountAdmin admin;

    @Activate
    public UsersResource(@Reference AccountAdmin admin) {
        this.admin = admin;
    }

    @GET
    @Answers({200, 400})
    @Queries({"query", "after", "limit"})
    public Page<UserView> list(@Context HttpServletRequest request) {
        var given = Query.of(request, "query", "after", "limit");
        int limit = given.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        var asked = given.text("query");
        var query = asked.substring(0, Math.min(asked.length(), MAX_QUERY_CHARS));
        var users = Exchange.answering(() -> admin.users(query, given.text("after"), limit + 1));
        return Page.of(
                users,
                limit,
                UserView::of,
                last -> Api.BASE + "/users?limit=" + limit + "&query=" + Api.escaped(query) + "&after="
                        + Api.escaped(last.name()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({201, 400, 409, 413, 415, 422})
    public Response create(InputStream input, @Context HttpServletRequest request) throws IOException {
        var body = Body.read(input, "name", "displayName", "email", "roles", "groups");
        var name = body.required("name");
        var fresh = new NewUser(
                name,
                body.text("displayName", name),
                body.text("email", ""),
                body.names("roles", Set.of()),
                body.names("groups", Set.of()));
        body.check();
        var made = Exchange.answering(() -> admin.create(fresh, new Exchange(request).by()));
        return secret(Response.created(Api.uri("/users/" + made.user().id())).tag(tag(made.user())))
                .entity(UserWithToken.of(made))
                .build();
    }

    @GET
    @Path("{id}")
    @Answers({200, 404})
    public Response one(@PathParam("id") String id) {
        return answer(Exchange.answering(() -> Exchange.found(admin.user(id), "user")));
    }

    /** Changes what the body has, and leaves the rest. */
    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Answers({200, 400, 404, 409, 412, 413, 415, 422})
    public Response change(@PathParam("id") String id, InputStream input, @Context HttpServletRequest request)
            throws IOException {
        var exchange = new Exchange(request);
        var body = Body.read(input, "name", "displayName", "email", "enabled", "roles", "groups");
        var change = new UserChange(
                body.text("name"),
                body.text("displayName"),
                body.text("email"),
                body.flag("enabled"),
                body.names("roles"),
                body.names("groups"));
        body.check();
        return answer(Exchange.answering(() -> admin.update(id, change, exchange.version(), exchange.by())));
    }

    @DELETE
    @Path("{id}")
    @Answers({204, 404, 409})
    public Response delete(@PathParam("id") String id, @Context HttpServletRequest request) {
        Exchange.doing(() -> admin.delete(id, new Exchange(request).by()));
        return Response.noContent().build();
    }

    /** Voids the password and answers a one-time token by which the person sets another. */
    @POST
    @Path("{id}/password-reset")
    @Answers({200, 404})
    public Response resetPassword(@PathParam("id") String id, @Context HttpServletRequest request) {
        var reset = Exchange.answering(() -> admin.resetPassword(id, new Exchange(request).by()));
        return secret(Response.ok(UserWithToken.of(reset))).build();
    }

    /** Voids everything that the user was given until now, API tokens included. */
    @POST
    @Path("{id}/revocation")
    @Answers({200, 404})
    public Response revoke(@PathParam("id") String id, @Context HttpServletRequest request) {
        return answer(Exchange.answering(() -> admin.revokeCredentials(id, new Exchange(request).by())));
    }

    @DELETE
    @Path("{id}/second-factor")
    @Answers({204, 404})
    public Response removeSecondFactor(@PathParam("id") String id, @Context HttpServletRequest request) {
        Exchange.doing(() -> admin.removeSecondFactor(id, new Exchange(request).by()));
        return Response.noContent().build();
    }

    @GET
    @Path("{id}/sessions")
    @Answers({200, 400, 404})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<SessionView> sessions(@PathParam("id") String id, @Context HttpServletRequest request) {
        var current = new Exchange(request).caller().tokenId();
        var sessions = Exchange.answering(() -> {
            Exchange.found(admin.user(id), "user");
            return admin.sessions(id).stream()
                    .map(session -> SessionView.of(session, current))
                    .toList();
        });
        return Views.SESSIONS.page(request, sessions);
    }

    @DELETE
    @Path("{id}/sessions")
    @Answers({204, 404})
    public Response endSessions(@PathParam("id") String id, @Context HttpServletRequest request) {
        Exchange.doing(() -> admin.endSessions(id, new Exchange(request).by()));
        return Response.noContent().build();
    }

    private static Response answer(User user) {
        return Response.ok(UserView.of(user)).tag(tag(user)).build();
    }

    private static String tag(User user) {
        return Long.toString(user.version());
    }

    static Response.ResponseBuilder secret(Response.ResponseBuilder answer) {
        return answer.header("Cache-Control", "no-store");
    }
}

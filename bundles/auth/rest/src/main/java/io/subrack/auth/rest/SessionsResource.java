/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.rest.Views.SessionView;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
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
import java.util.Comparator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Browser sessions of all users. */
@Component(service = SessionsResource.class)
@JakartarsResource
@Path(Api.BASE + "/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.USERS)
public final class SessionsResource {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final AccountAdmin admin;

    @Activate
    public SessionsResource(@Reference AccountAdmin admin) {
        this.admin = admin;
    }

    /** The newest first: when sessions were used last changes while somebody turns the pages. */
    @GET
    @Answers({200, 400})
    @Queries({"after", "limit"})
    public Page<SessionView> list(@Context HttpServletRequest request) {
        var exchange = new Exchange(request);
        var query = Query.of(request, "after", "limit");
        int limit = query.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        var after = query.text("after");
        var start = after.isEmpty() ? SessionPlace.BEGINNING : SessionPlace.parsed(after);
        var current = exchange.caller().tokenId();
        var sessions = Exchange.answering(() -> admin.sessions(null).stream()
                .filter(session -> SessionPlace.of(session).compareTo(start) > 0)
                .sorted(Comparator.comparing(SessionPlace::of))
                .limit(limit + 1L)
                .toList());
        return Page.of(
                sessions,
                limit,
                session -> SessionView.of(session, current),
                last -> Api.BASE + "/sessions?limit=" + limit + "&after=" + SessionPlace.of(last));
    }

    @DELETE
    @Path("{id}")
    @Answers({204, 404})
    public Response end(@PathParam("id") String id, @Context HttpServletRequest request) {
        Exchange.doing(() -> admin.endSession(id, new Exchange(request).by()));
        return Response.noContent().build();
    }
}

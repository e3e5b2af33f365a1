/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.noticeboard;

import io.subrack.auth.api.AnyCaller;
import io.subrack.auth.api.Caller;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The board over HTTP: what the pages of this bundle show. It is in memory, and empty after a restart. */
@Component(service = NoticeboardResource.class)
@JakartarsResource
@Path("noticeboard")
@Produces(MediaType.APPLICATION_JSON)
@AnyCaller
public final class NoticeboardResource {
    private static final int MAX_NOTICES = 100;
    private static final int MAX_CHARS = 200;

    private final ConcurrentSkipListMap<Long, Notice> notices = new ConcurrentSkipListMap<>();
    private final AtomicLong last = new AtomicLong();

    /** A list of notices. */
    public record Notices(List<Notice> items) {}

    /** What a client sends. */
    public record Draft(String text) {}

    /** The newest first. */
    @GET
    public Notices notices() {
        Collection<Notice> newestFirst = notices.descendingMap().values();
        return new Notices(List.copyOf(newestFirst));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response pin(Draft draft, @Context SecurityContext security) {
        if (draft == null
                || draft.text() == null
                || draft.text().isBlank()
                || draft.text().length() > MAX_CHARS) {
            throw new BadRequestException("send a JSON object with a text of 1 to " + MAX_CHARS + " characters");
        }
        long id = last.incrementAndGet();
        Notice notice = new Notice(id, draft.text(), name(security.getUserPrincipal()), Instant.now());
        notices.put(id, notice);
        while (notices.size() > MAX_NOTICES) {
            notices.pollFirstEntry();
        }
        return Response.created(URI.create("noticeboard/" + id)).entity(notice).build();
    }

    /** The platform's callers have a name for people besides the one that is never given twice. */
    private static String name(Principal author) {
        return author instanceof Caller caller ? caller.name() : author.getName();
    }

    @DELETE
    @Path("{id}")
    public void remove(@PathParam("id") long id) {
        if (notices.remove(id) == null) {
            throw new NotFoundException("there is no notice " + id);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.web.resources.spi.Answers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Everything that happens, as it happens. */
@Component(service = EventsResource.class)
@JakartarsResource
@Path(Api.BASE + "/events")
@RequiresScope(Api.READ)
public final class EventsResource {
    private static final int MAX_ID_CHARS = 64;

    private final EventHub hub;
    private final PlatformWatch watch;
    private final EventStreams streams;

    @Activate
    public EventsResource(@Reference EventHub hub, @Reference PlatformWatch watch, @Reference EventStreams streams) {
        this.hub = hub;
        this.watch = watch;
        this.streams = streams;
    }

    /** Streams all events after the one that the caller names, or from now on. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Answers({200, 400, 429})
    public void events(
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        if (lastEventId != null && lastEventId.length() > MAX_ID_CHARS) {
            var faults = new Faults();
            faults.add(HttpHeaders.LAST_EVENT_ID_HEADER, "must be the id of an event");
            faults.refuseParameters();
        }
        watch.begin();
        streams.open(new PlatformFeed(hub, lastEventId), sink, sse);
    }
}

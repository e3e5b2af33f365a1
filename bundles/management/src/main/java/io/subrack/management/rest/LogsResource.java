/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.spi.PlatformLog;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The log: searched, followed, copied. */
@Component(service = LogsResource.class)
@JakartarsResource
@Path(Api.BASE + "/logs")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class LogsResource {
    private static final int MAX_LIMIT = 1_000;
    private static final int READ_AT_ONCE = 5_000;
    private static final String LINES = "application/x-ndjson";

    private final PlatformLog log;
    private final BundleLoggers owners;
    private final EventStreams streams;

    @Activate
    public LogsResource(@Reference PlatformLog log, @Reference BundleLoggers owners, @Reference EventStreams streams) {
        this.log = log;
        this.owners = owners;
        this.streams = streams;
    }

    /** Lists lines, the newest first; what this process does not remember is read from the files. */
    @GET
    @Answers({200, 400})
    public Response list(
            @BeanParam LogQuery query,
            @QueryParam("from") @Nullable String fromText,
            @QueryParam("to") @Nullable String toText,
            @QueryParam("limit") @Nullable String limitText,
            @Context UriInfo uri) {
        var faults = new Faults();
        refuseUnknown(uri, Set.of("from", "to", "limit"), faults);
        var filter = within(query.filter(owners, faults), fromText, toText, faults);
        var to = LogQuery.instant("to", toText, new Faults());
        int limit = new Inputs(faults).limit(limitText, 200, MAX_LIMIT);
        faults.refuseParameters();
        var found = newest(filter, to, limit + 1);
        var next = "limit=" + limit + others(uri);
        return Response.ok(Page.of(
                        found,
                        limit,
                        entry -> LogView.of(entry, owners),
                        last -> Api.BASE + "/logs?" + next + "&to="
                                + URLEncoder.encode(last.at().toString(), StandardCharsets.UTF_8)))
                .build();
    }

    /** Copies lines, the oldest first, a JSON object each. */
    @GET
    @Path("download")
    @Produces(LINES)
    @Answers({200, 400})
    public Response download(
            @BeanParam LogQuery query,
            @QueryParam("from") @Nullable String fromText,
            @QueryParam("to") @Nullable String toText,
            @Context UriInfo uri) {
        var faults = new Faults();
        refuseUnknown(uri, Set.of("from", "to"), faults);
        var filter = within(query.filter(owners, faults), fromText, toText, faults);
        var to = LogQuery.instant("to", toText, new Faults());
        faults.refuseParameters();
        var found = newest(filter, to, READ_AT_ONCE);
        var text = new StringBuilder();
        for (int i = found.size() - 1; i >= 0; i--) {
            text.append(Json.write(LogView.of(found.get(i), owners))).append('\n');
        }
        return Response.ok(text.toString(), LINES)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"subrack-log.jsonl\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Streams lines as they are written: those after the one that the caller names, or from now on. */
    @GET
    @Path("stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Answers({200, 400, 429})
    public void follow(
            @BeanParam LogQuery query,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
            @Context UriInfo uri,
            @Context SseEventSink sink,
            @Context Sse sse) {
        var faults = new Faults();
        refuseUnknown(uri, Set.of(), faults);
        var filter = query.filter(owners, faults);
        var quick = query.quick(new Faults());
        long seen = new Inputs(faults)
                .number(HttpHeaders.LAST_EVENT_ID_HEADER, lastEventId, Long.MAX_VALUE, 0, Long.MAX_VALUE);
        faults.refuseParameters();
        var feed = new LogFeed(log, quick, filter, owners, seen);
        try {
            streams.open(feed, sink, sse);
        } catch (RuntimeException refused) {
            feed.ended();
            throw refused;
        }
    }

    /** Returns lines that pass, the newest first. */
    private List<PlatformLog.Entry> newest(Predicate<PlatformLog.Entry> filter, @Nullable Instant before, int atMost) {
        var recent = log.recent();
        var found = new ArrayList<PlatformLog.Entry>();
        for (int i = recent.size() - 1; i >= 0 && found.size() < atMost; i--) {
            if (filter.test(recent.get(i))) {
                found.add(recent.get(i));
            }
        }
        if (found.size() < atMost) {
            Instant end = recent.isEmpty() ? Instant.now() : recent.get(0).at();
            var earlier = log.earlier(before != null && before.isBefore(end) ? before : end, READ_AT_ONCE);
            for (int i = earlier.size() - 1; i >= 0 && found.size() < atMost; i--) {
                if (filter.test(earlier.get(i))) {
                    found.add(earlier.get(i));
                }
            }
        }
        return found;
    }

    private static Predicate<PlatformLog.Entry> within(
            Predicate<PlatformLog.Entry> filter, @Nullable String fromText, @Nullable String toText, Faults faults) {
        var from = LogQuery.instant("from", fromText, faults);
        var to = LogQuery.instant("to", toText, faults);
        return filter.and(entry -> (from == null || !entry.at().isBefore(from))
                && (to == null || entry.at().isBefore(to)));
    }

    /** A filter with a slip of the pen must not show everything. */
    private static void refuseUnknown(UriInfo uri, Set<String> more, Faults faults) {
        var known = new TreeSet<>(LogQuery.NAMES);
        known.addAll(more);
        for (String name : uri.getQueryParameters().keySet()) {
            if (!known.contains(name)) {
                faults.add("a query parameter", "is not known here; there are " + String.join(", ", known));
            }
        }
    }

    private static String others(UriInfo uri) {
        var text = new StringBuilder();
        uri.getQueryParameters().forEach((name, values) -> {
            if (!name.equals("limit") && !name.equals("to")) {
                text.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(values.get(0), StandardCharsets.UTF_8));
            }
        });
        return text.toString();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditReader;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.Caller;
import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Queries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The audit log: searched, copied, verified. Copies and verifications are written down themselves. */
@Component(service = AuditResource.class)
@JakartarsResource
@Path(AuditResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope("platform.audit")
public final class AuditResource {
    static final String BASE = "/api/platform/v1/audit";
    static final String LINES = "application/x-ndjson";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_BODY_BYTES = 131_072;
    private static final int MAX_ANCHORS = 1_000;
    private static final int MAX_EXPORTS = 4;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final AuditReader reader;
    private final AuditLog log;
    private final Semaphore exports = new Semaphore(MAX_EXPORTS);
    private final Semaphore verification = new Semaphore(1);

    @Activate
    public AuditResource(@Reference AuditReader reader, @Reference AuditLog log) {
        this.reader = reader;
        this.log = log;
    }

    @GET
    @Answers({200, 400})
    @Queries({"from", "to", "type", "actor", "target", "outcome", "request", "after", "before", "order", "limit"})
    public Views.Page search(@Context UriInfo uri) {
        var known = new HashSet<>(Parameters.FILTERS);
        known.addAll(Set.of("before", "order", "limit"));
        var parameters = new Parameters(uri.getQueryParameters(), known);
        var filter = parameters.filter();
        long after = parameters.number("after", 0, 0, Long.MAX_VALUE);
        long before = parameters.number("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        var order = parameters.choice("order", AuditQuery.Order.class);
        long limit = parameters.number("limit", DEFAULT_LIMIT, 1, AuditQuery.MAX_LIMIT);
        parameters.refuse(WebProblem.BAD_REQUEST);
        var query = new AuditQuery(
                filter, after, before, order == null ? AuditQuery.Order.NEWEST : order, Math.toIntExact(limit));
        var page = reader.search(query);
        return new Views.Page(
                page.records().stream().map(Views.Item::of).toList(),
                page.next().map(cursor -> next(uri, query, cursor)).orElse(null));
    }

    @GET
    @Path("export")
    @Produces(LINES)
    @Answers({200, 400, 429})
    @Queries({"from", "to", "type", "actor", "target", "outcome", "request", "after"})
    public Response export(@Context UriInfo uri, @Context HttpServletRequest request) {
        var parameters = new Parameters(uri.getQueryParameters(), Parameters.FILTERS);
        var filter = parameters.filter();
        long after = parameters.number("after", 0, 0, Long.MAX_VALUE);
        parameters.refuse(WebProblem.BAD_REQUEST);
        if (exports.availablePermits() == 0) {
            throw tooMany(MAX_EXPORTS + " exports run already");
        }
        log.append(AuditEvent.success(AuditTypes.LOG_READ, actor(request))
                .from(requestId(request), address(request))
                .with("query", query(uri)));
        StreamingOutput lines = output -> copy(filter, after, output);
        return Response.ok(lines, LINES)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.jsonl\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Path("status")
    @Answers({200})
    @Queries({})
    public Views.Status status() {
        return Views.Status.of(reader.status());
    }

    @POST
    @Path("verification")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 400, 413, 415, 422, 429})
    @Queries({})
    public Views.Verification verify(InputStream body, @Context HttpServletRequest request) throws IOException {
        var anchors = anchors(body);
        if (!verification.tryAcquire()) {
            throw tooMany("a verification runs already");
        }
        try {
            var result = reader.verify(anchors);
            var event = result.intact()
                    ? AuditEvent.success(AuditTypes.LOG_VERIFIED, actor(request))
                    : AuditEvent.failure(AuditTypes.LOG_VERIFIED, actor(request))
                            .with("faults", Long.toString(result.faultCount()));
            log.append(
                    event.from(requestId(request), address(request)).with("records", Long.toString(result.records())));
            return Views.Verification.of(result);
        } finally {
            verification.release();
        }
    }

    private void copy(AuditFilter filter, long after, java.io.OutputStream output) throws IOException {
        if (!exports.tryAcquire()) {
            throw new IOException("too many exports run already");
        }
        try {
            reader.export(filter, after, output);
        } finally {
            exports.release();
        }
    }

    private static List<AuditAnchor> anchors(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new ProblemException(
                    WebProblem.CONTENT_TOO_LARGE, "the body may have at most " + MAX_BODY_BYTES + " bytes");
        }
        if (bytes.length == 0) {
            return List.of();
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ProblemException(WebProblem.BAD_REQUEST, "the body is not JSON: " + e.getOriginalMessage(), e);
        }
        return anchors(node);
    }

    private static List<AuditAnchor> anchors(JsonNode body) {
        var faults = new Parameters(new MultivaluedHashMap<>(), Set.of());
        var anchors = new ArrayList<AuditAnchor>();
        if (!body.isObject() || body.size() > (body.has("anchors") ? 1 : 0)) {
            faults.fault("body", "must be {\"anchors\": [{\"sequence\": …, \"hash\": \"…\"}]}");
        }
        if (body.path("anchors").size() > MAX_ANCHORS) {
            faults.fault("anchors", "may be at most " + MAX_ANCHORS);
        }
        faults.refuse(WebProblem.UNPROCESSABLE);
        for (var anchor : body.path("anchors")) {
            try {
                anchors.add(new AuditAnchor(
                        anchor.path("sequence").asLong(-1), anchor.path("hash").asText()));
            } catch (IllegalArgumentException e) {
                faults.fault("anchors[" + anchors.size() + "]", "is refused: " + e.getMessage());
                break;
            }
        }
        faults.refuse(WebProblem.UNPROCESSABLE);
        return anchors;
    }

    private static String next(UriInfo uri, AuditQuery query, long cursor) {
        var next = uri.getRequestUriBuilder()
                .replaceQueryParam(query.order() == AuditQuery.Order.NEWEST ? "before" : "after", cursor)
                .build();
        return BASE + "?" + next.getRawQuery();
    }

    private static String query(UriInfo uri) {
        var query = uri.getRequestUri().getQuery();
        return query == null ? "all" : query;
    }

    private static String requestId(HttpServletRequest request) {
        return request.getAttribute(RequestAttributes.REQUEST_ID) instanceof String id ? id : "";
    }

    /** Returns where the request comes from; behind a trusted proxy, where it says. */
    private static String address(HttpServletRequest request) {
        Object address = request.getAttribute(RequestAttributes.CLIENT_ADDRESS);
        return Objects.toString(address, Objects.requireNonNullElse(request.getRemoteAddr(), ""));
    }

    private static AuditActor actor(HttpServletRequest request) {
        if (!(request.getUserPrincipal() instanceof Caller caller)) {
            return AuditActor.ANONYMOUS;
        }
        return new AuditActor(AuditActor.Kind.valueOf(caller.kind().name()), caller.subject(), caller.clientId());
    }

    private static ProblemException tooMany(String what) {
        return new ProblemException(WebProblem.TOO_MANY_REQUESTS, what + "; try again when one has ended");
    }
}

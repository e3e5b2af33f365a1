/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Resources of all kinds that tests host; what waits goes on when {@link #GATE} is opened. */
@Path("/things")
public class Things {
    static final AtomicReference<CountDownLatch> GATE = new AtomicReference<>();

    public record Thing(String name, int count, Instant since, Optional<LocalDate> until) {
        public Thing {
            if (count < 0) {
                throw new IllegalArgumentException("count must not be negative");
            }
        }
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String hello() {
        return "hello";
    }

    @GET
    @Path("json/{name}")
    @Produces(MediaType.APPLICATION_JSON)
    public Thing json(@PathParam("name") String name) {
        return new Thing(name, 3, Instant.parse("2026-01-02T03:04:05Z"), Optional.of(LocalDate.of(2026, 3, 4)));
    }

    @GET
    @Path("plain-record")
    public List<Thing> withoutProduces() {
        return List.of(json("x"));
    }

    @POST
    @Path("json")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response create(Thing thing) {
        return Response.status(201).entity(thing).build();
    }

    @GET
    @Path("number/{n: [0-9a-z]+}")
    @Produces(MediaType.TEXT_PLAIN)
    public String number(@PathParam("n") int n, @QueryParam("q") Integer q) {
        return n + "/" + q;
    }

    @GET
    @Path("fail/{how}")
    @Produces(MediaType.TEXT_PLAIN)
    public String fail(@PathParam("how") String how) throws Throwable {
        throw switch (how) {
            case "missing" -> new NotFoundException("no thing called zed; try /things");
            case "problem" ->
                new ProblemException(WebProblem.CONFLICT, "the thing is taken", Map.of("by", List.of("ada", 7)), null);
            case "down" -> new ProblemException(WebProblem.NOT_SERVING, "the database is away");
            case "entity" ->
                new WebApplicationException(
                        Response.status(418).entity("short and stout").build());
            case "error" -> new StackOverflowError();
            case "unavailable" -> new jakarta.ws.rs.ServiceUnavailableException(7L);
            default -> new IOException("password is secret");
        };
    }

    @GET
    @Path("empty-404")
    public Response empty() {
        return Response.status(404).build();
    }

    @GET
    @Path("tagged")
    @Produces(MediaType.TEXT_PLAIN)
    public Response tagged() {
        return Response.ok("content").tag(new EntityTag("v1")).build();
    }

    @PUT
    @Path("tagged")
    public Response put(@Context jakarta.ws.rs.core.Request request) {
        Response.ResponseBuilder refused = request.evaluatePreconditions(new EntityTag("v1"));
        return refused != null ? refused.build() : Response.noContent().build();
    }

    @GET
    @Path("async")
    @Produces(MediaType.TEXT_PLAIN)
    public void async(@Suspended AsyncResponse answer) {
        CompletableFuture.runAsync(() -> answer.resume("late " + awaitGate()));
    }

    @GET
    @Path("timeout")
    public void timeout(@Suspended AsyncResponse answer) {
        answer.setTimeout(50, TimeUnit.MILLISECONDS);
    }

    @GET
    @Path("never")
    public void never(@Suspended AsyncResponse answer) {}

    @GET
    @Path("stage")
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<Thing> stage(@QueryParam("fail") boolean fail) {
        return CompletableFuture.supplyAsync(() -> {
            if (fail) {
                throw new ProblemException(WebProblem.CONFLICT, "too late");
            }
            return json("staged");
        });
    }

    @GET
    @Path("stream")
    @Produces(MediaType.TEXT_PLAIN)
    public StreamingOutput stream(@QueryParam("break") boolean breakOff) {
        return out -> {
            for (int i = 0; i < 20_000; i++) {
                out.write("0123456789".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            if (breakOff) {
                throw new IOException("disk is gone");
            }
        };
    }

    @GET
    @Path("async-stream")
    @Produces(MediaType.TEXT_PLAIN)
    public CompletionStage<StreamingOutput> asyncStream() {
        return CompletableFuture.supplyAsync(() -> stream(true));
    }

    @POST
    @Path("form")
    @Produces(MediaType.TEXT_PLAIN)
    public String form(@jakarta.ws.rs.FormParam("name") String name) {
        return "form " + name;
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(@Context SseEventSink sink, @Context Sse sse) {
        CompletableFuture.runAsync(() -> {
            sink.send(sse.newEvent("one"));
            awaitGate();
            sink.send(sse.newEventBuilder()
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(Map.of("n", 2))
                    .build());
            sink.close();
        });
    }

    @GET
    @Path("servlet")
    @Produces(MediaType.TEXT_PLAIN)
    public String servlet(
            @Context HttpServletRequest request,
            @Context HttpServletResponse response,
            @Context ServletContext context,
            @Context UriInfo uri) {
        response.addHeader("X-Direct", "yes");
        return request.getMethod() + " " + context.getContextPath() + " " + uri.getPath() + " "
                + uri.getQueryParameters().getFirst("q") + " "
                + Thread.currentThread().getContextClassLoader().getClass().getSimpleName();
    }

    @Path("sub/{id}")
    public Sub sub(@PathParam("id") String id) {
        return new Sub(id);
    }

    static String awaitGate() {
        try {
            return GATE.get().await(60, TimeUnit.SECONDS) ? "opened" : "gave up";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static class Sub {
        private final String id;

        Sub(String id) {
            this.id = id;
        }

        @GET
        @Path("leaf")
        @Produces(MediaType.TEXT_PLAIN)
        public String leaf() {
            return id;
        }
    }

    /** Cannot be built. */
    @Path("twice")
    public static class Ambiguous {
        @GET
        public String one() {
            return "1";
        }

        @GET
        public String two() {
            return "2";
        }
    }
}

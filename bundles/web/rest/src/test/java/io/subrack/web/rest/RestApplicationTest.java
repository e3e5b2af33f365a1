/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.net.Socket;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestApplicationTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private TestDoor door;
    private RestApplication application;

    @BeforeAll
    static void prepare() {
        JerseyApplication.prepareRuntime();
    }

    @BeforeEach
    void open() throws Exception {
        door = new TestDoor();
        Things.GATE.set(new CountDownLatch(1));
        host("/", new Things());
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        application.close();
    }

    private void host(String base, Object... resources) {
        host(base, List.of(), resources);
    }

    private void host(String base, List<AppModel.Extension> extensions, Object... resources) {
        List<InstanceSource> sources = Arrays.stream(resources)
                .map(resource ->
                        resource instanceof InstanceSource source ? source : new InstanceSource.Constant(resource))
                .toList();
        application = new RestApplication(model(base, extensions, sources, List.of()), () -> {});
        door.mount(base, application);
    }

    static AppModel model(
            String base, List<AppModel.Extension> extensions, List<InstanceSource> resources, List<Class<?>> classes) {
        return new AppModel(
                "com.acme.things 1.0.0",
                base,
                RestApplicationTest.class.getClassLoader(),
                resources,
                extensions,
                classes,
                List.of(),
                Map.of(),
                new PublicPaths(Set.of("/")),
                false);
    }

    @Path("/things")
    public static class Things {
        static final java.util.concurrent.atomic.AtomicReference<CountDownLatch> GATE =
                new java.util.concurrent.atomic.AtomicReference<>();

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
                    new ProblemException(
                            WebProblem.CONFLICT, "the thing is taken", Map.of("by", List.of("ada", 7)), null);
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

        private static String awaitGate() {
            try {
                return GATE.get().await(10, TimeUnit.SECONDS) ? "opened" : "gave up";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
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

    @Test
    void writesRecordsTimesAndOptionalsAsJson() throws Exception {
        HttpResponse<String> answer = door.get("/things/json/ada");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Content-Length")).isPresent();
        assertThat(answer.body())
                .isEqualTo(
                        "{\"name\":\"ada\",\"count\":3,\"since\":\"2026-01-02T03:04:05Z\",\"until\":\"2026-03-04\"}");
    }

    @Test
    void writesJsonWhereAMethodSaysNothingAboutItsMediaType() throws Exception {
        HttpResponse<String> answer = door.get("/things/plain-record");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void readsJsonAndIgnoresUnknownMembers() throws Exception {
        HttpResponse<String> answer =
                post("{\"name\":\"b\",\"count\":1,\"since\":\"2026-01-02T03:04:05Z\",\"more\":[1]}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("\"count\":1").contains("\"until\":null");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return door.send("POST", "/things/json", body, "Content-Type", "application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": oops}|not valid JSON (line 1, column 10)",
                "{\"name\": \"a\"|ends before its JSON is complete",
                "{\"count\": \"many\"}|Member 'count' is not a number that fits (line 1, column 11)",
                "{\"since\": \"yesterday\"}|Member 'since' is not an ISO 8601 Instant",
                "[1]|The body is not an object of the expected form",
                "{\"count\": -1}|refused (line 1, column 13): count must not be negative",
                "''|The request's body is empty"
            })
    void namesThePlaceInABodyThatCannotBeUsed(String body, String detail) throws Exception {
        HttpResponse<String> answer = post(body);

        assertProblem(answer, 400, "http:bad-request");
        assertThat(answer.body()).contains(detail).doesNotContain("jackson").doesNotContain("io.subrack");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /things/nope,           404, http:resource-not-found",
        "GET,    /things/number/abc,     404, http:resource-not-found",
        "GET,    /things/number/1?q=abc, 404, http:resource-not-found",
        "GET,    /things/fail/missing,   404, http:resource-not-found",
        "GET,    /things/empty-404,      404, http:resource-not-found",
        "DELETE, /things,                405, http:method-not-allowed",
        "GET,    /things/fail/problem,   409, http:conflict",
        "GET,    /things/fail/other,     500, http:internal",
        "GET,    /things/fail/error,     500, http:internal",
        "GET,    /things/fail/unavailable, 503, http:not-serving",
        "GET,    /things/timeout,        503, http:not-serving",
        "GET,    /things/stage?fail=true, 409, http:conflict",
        "GET,    '/things/%zz',          400, http:bad-request"
    })
    void answersEveryErrorWithAProblem(String method, String path, int status, String code) throws Exception {
        if (path.contains("%zz")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .contains(" 400 ");
            return;
        }
        HttpResponse<String> answer = door.send(method, path, null);

        assertProblem(answer, status, code);
        assertThat(answer.body()).contains("urn:subrack:request:r1").doesNotContain("secret");
    }

    @Test
    void refusesWhatIsNotAcceptableOrNotSupported() throws Exception {
        assertProblem(door.get("/things/json/a", "Accept", "image/png"), 406, "http:not-acceptable");
        assertProblem(
                door.send("POST", "/things/json", "x", "Content-Type", "text/plain"),
                415,
                "http:unsupported-media-type");
    }

    @Test
    void tellsWhichMethodsAreAllowed() throws Exception {
        HttpResponse<String> refused = door.send("DELETE", "/things", null);
        HttpResponse<String> options = door.send("OPTIONS", "/things", null);

        assertThat(refused.headers().firstValue("Allow").orElseThrow().split(","))
                .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
        assertThat(refused.body()).contains("DELETE is not allowed at /things; allowed are");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Allow").orElseThrow().split(","))
                .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
    }

    @Test
    void keepsTheTextAndExtensionsThatAResourceGivesToItsErrors() throws Exception {
        assertThat(door.get("/things/fail/missing").body()).contains("no thing called zed; try /things");
        assertThat(door.get("/things/fail/problem").body())
                .contains("\"detail\":\"the thing is taken\"")
                .contains("\"by\":[\"ada\",7]");
        assertThat(door.get("/things/fail/unavailable").headers().firstValue("Retry-After"))
                .hasValue("7");
        assertThat(door.get("/things/fail/down").headers().firstValue("Retry-After"))
                .hasValue("5");
    }

    @Test
    void leavesAnExplicitErrorEntityAlone() throws Exception {
        HttpResponse<String> answer = door.get("/things/fail/entity");

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("short and stout");
    }

    @Test
    void tellsNothingButTheRequestIdInAServerError() throws Exception {
        assertThat(door.get("/things/fail/other").body())
                .isEqualTo(
                        "{\"type\":\"urn:subrack:problem:http:internal\",\"title\":\"Internal error\",\"status\":500,"
                                + "\"instance\":\"urn:subrack:request:r1\"}");
    }

    @Test
    void answersHeadLikeGetWithoutABody() throws Exception {
        HttpResponse<String> head = door.send("HEAD", "/things", null);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue("5");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"v1\"|304", "W/\"v1\"|304", "*|304", "\"v0\", \"v1\"|304", "\"v2\"|200", "x\"v1\"|200"})
    void answersNotModifiedWhereTheClientKnowsTheEntityTag(String known, int status) throws Exception {
        HttpResponse<String> answer = door.get("/things/tagged", "If-None-Match", known);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"v1\"");
        assertThat(answer.body()).isEqualTo(status == 304 ? "" : "content");
    }

    @Test
    void answersAFailedPreconditionWithAProblem() throws Exception {
        assertProblem(door.send("PUT", "/things/tagged", null, "If-Match", "\"v0\""), 412, "http:precondition-failed");
        assertThat(door.send("PUT", "/things/tagged", null, "If-Match", "\"v1\"")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void countsAnAsynchronousRequestUntilItIsAnswered() throws Exception {
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return door.get("/things/async");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> door.running() == 1);

        Things.GATE.get().countDown();

        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("late opened");
        await(() -> door.running() == 0);
    }

    @Test
    void awaitsACompletionStage() throws Exception {
        assertThat(door.get("/things/stage").body()).contains("staged");
    }

    @Test
    void endsWaitingRequestsWhenItIsClosed() throws Exception {
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return door.get("/things/never");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> door.suspended.get() == 1);

        application.close();

        assertProblem(answer.get(10, TimeUnit.SECONDS), 503, "http:not-serving");
        await(() -> door.running() == 0);
    }

    @Test
    void streamsWithoutKeepingTheAnswerInMemory() throws Exception {
        HttpResponse<String> answer = door.get("/things/stream");

        assertThat(answer.body()).hasSize(200_000);
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    }

    @Test
    void breaksTheConnectionWhenAStreamBreaksOff() {
        assertThatThrownBy(() -> door.get("/things/stream?break=true")).isInstanceOf(IOException.class);
        assertThat(door.lastFailure).hasMessageContaining("broke off its answer");
    }

    @Test
    void breaksTheConnectionWhenAnAsynchronousStreamBreaksOff() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> door.get("/things/async-stream")).isInstanceOf(IOException.class);

            await(() -> door.running() == 0);
        }
    }

    @Test
    void readsForms() throws Exception {
        assertThat(door.send("POST", "/things/form", "name=a+b", "Content-Type", "application/x-www-form-urlencoded")
                        .body())
                .isEqualTo("form a b");
    }

    @Test
    void answersABodyThatIsTooLargeOrBroken() throws Exception {
        door.bodyFault = new IOException("gone");
        assertProblem(post("{}"), 400, "http:bad-request");

        door.bodyTooLarge = true;
        assertProblem(post("{}"), 413, "http:content-too-large");
    }

    @Test
    void survivesClientsThatLeaveDuringTheirAnswer() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var socket = new Socket("127.0.0.1", door.port())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream()
                        .write("GET /things/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isPositive();
            }
        }

        await(() -> door.running() == 0);
        assertThat(door.get("/things").body()).isEqualTo("hello");
    }

    @Test
    void sendsEventsAsTheyComeAndCountsTheRequestUntilTheSinkIsClosed() throws Exception {
        try (var socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /things/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var seen = new StringBuilder();
            while (!seen.toString().contains("data: one")) {
                seen.append((char) socket.getInputStream().read());
            }
            assertThat(door.running()).isEqualTo(1);

            Things.GATE.get().countDown();

            seen.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(seen.toString()).contains("text/event-stream").contains("data: {\"n\":2}");
        }
        await(() -> door.running() == 0);
    }

    @Test
    void injectsTheServletObjectsAndTheUri() throws Exception {
        HttpResponse<String> answer = door.get("/things/servlet?q=a%20b");

        assertThat(answer.body()).isEqualTo("GET  things/servlet a b AppClassLoader");
        assertThat(answer.headers().firstValue("X-Direct")).hasValue("yes");
    }

    @Test
    void toleratesCharactersThatClientsForgetToEscape() throws Exception {
        assertThat(raw("GET /things/servlet?q={a}|b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ")
                .contains("{a}|b");
    }

    @ParameterizedTest
    @CsvSource({
        "/things, /things",
        "/things/json/ada, /things/json/{name}",
        "/things/number/12, /things/number/{n}",
        "/things/sub/7/leaf, /things/sub/{id}/leaf",
        "/things/fail/other, /things/fail/{how}"
    })
    void tellsWhichRouteTemplateMatched(String path, String template) throws Exception {
        door.get(path);

        await(() -> door.running() == 0);
        assertThat(door.lastTemplate).isEqualTo(template);
    }

    @Test
    void tellsNoTemplateWhereNothingMatched() throws Exception {
        host("/base", new Things());

        door.get("/base/elsewhere");

        await(() -> door.running() == 0);
        assertThat(door.lastTemplate).isNull();
    }

    @Test
    void servesBelowTheBaseOfItsApplication() throws Exception {
        host("/shop/v1", new Things());

        assertThat(door.get("/shop/v1/things").body()).isEqualTo("hello");
        await(() -> "/shop/v1/things".equals(door.lastTemplate));
    }

    @Path("counted/{id}")
    public static class Counted {
        @Context
        UriInfo uri;

        @GET
        @Produces(MediaType.TEXT_PLAIN)
        public String get(@PathParam("id") String id) {
            return id + " " + uri.getPath() + " " + System.identityHashCode(this);
        }

        @GET
        @Path("later")
        public void later(@Suspended AsyncResponse answer) {
            CompletableFuture.runAsync(() -> answer.resume("late " + Things.awaitGate()));
        }
    }

    /** Makes instances like a prototype scoped service. */
    private static final class Prototype implements InstanceSource {
        final AtomicInteger made = new AtomicInteger();
        final AtomicInteger released = new AtomicInteger();

        @Override
        public Class<?> type() {
            return Counted.class;
        }

        @Override
        public boolean perRequest() {
            return true;
        }

        @Override
        public Object acquire() {
            made.incrementAndGet();
            return new Counted();
        }

        @Override
        public void release(Object instance) {
            released.incrementAndGet();
        }
    }

    @Test
    void takesAnInstanceForEachRequestAndGivesItBack() throws Exception {
        var prototype = new Prototype();
        host("/", prototype);

        String first = door.get("/counted/1").body();
        String second = door.get("/counted/1").body();

        assertThat(first).startsWith("1 counted/1 ").isNotEqualTo(second);
        assertThat(prototype.made).hasValue(2);
        await(() -> prototype.released.get() == 2);
    }

    @Test
    void keepsAnInstanceUntilItsAsynchronousRequestIsOver() throws Exception {
        var prototype = new Prototype();
        host("/", prototype);
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return door.get("/counted/1/later");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await(() -> prototype.made.get() == 1 && door.running() == 1);
        assertThat(prototype.released).hasValue(0);

        Things.GATE.get().countDown();

        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await(() -> prototype.released.get() == 1);
    }

    private static final class Stamp implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().add("X-Stamp", "stamped");
        }
    }

    private static final class Teapot implements ExceptionMapper<IOException> {
        @Override
        public Response toResponse(IOException failure) {
            return Response.status(418).entity("teapot").type("text/plain").build();
        }
    }

    private static final class OwnThrowableMapper implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable failure) {
            return Response.status(599).entity("own").type("text/plain").build();
        }
    }

    @Test
    void appliesExtensionsBeforeItsOwn() throws Exception {
        host(
                "/",
                List.of(
                        extension(new Stamp(), ContainerResponseFilter.class),
                        extension(new Teapot(), ExceptionMapper.class)),
                new Things());

        HttpResponse<String> answer = door.get("/things/fail/io");

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.headers().firstValue("X-Stamp")).hasValue("stamped");
        assertProblem(door.get("/things/fail/error"), 500, "http:internal");
    }

    @Test
    void prefersTheBundlesOwnMapperOfEverything() throws Exception {
        host("/", List.of(extension(new OwnThrowableMapper(), ExceptionMapper.class)), new Things());

        assertThat(door.get("/things/fail/io").statusCode()).isEqualTo(599);
    }

    static AppModel.Extension extension(Object instance, Class<?> contract) {
        return new AppModel.Extension(new InstanceSource.Constant(instance), Set.of(contract), false);
    }

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

    @Test
    void failsToWarmUpWithASentenceWhenAResourceIsWrong() {
        var broken = new RestApplication(
                model("/", List.of(), List.of(new InstanceSource.Constant(new Ambiguous())), List.of()), () -> {});

        assertThatThrownBy(broken::warmUp)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("com.acme.things 1.0.0: its REST application at / cannot be built")
                .hasMessageContaining("one")
                .hasMessageContaining("two");
        assertThatThrownBy(broken::warmUp).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isBuiltOnceByTheFirstRequestOrByWarmingUp() throws Exception {
        assertThat(application.isBuilt()).isFalse();

        application.warmUp();

        assertThat(application.isBuilt()).isTrue();
        assertThat(door.get("/things").body()).isEqualTo("hello");
    }

    @Test
    void leavesNoClassLoaderBehindWhenItIsClosed() throws Exception {
        int threads = Thread.activeCount();
        var loader = new java.lang.ref.WeakReference<>(useAndClose());

        await(() -> {
            System.gc();
            return loader.get() == null;
        });
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("rest-timeouts com.acme.leaky"));
        assertThat(threads).isPositive();
    }

    @Test
    void leavesNoClassLoaderBehindWhenABuildFails() throws Exception {
        var loader = new java.lang.ref.WeakReference<>(buildBroken());

        await(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private ClassLoader useAndClose() throws Exception {
        ClassLoader loader = throwAway();
        Class<?> things = loader.loadClass(Things.class.getName());
        var leaky = new RestApplication(
                new AppModel(
                        "com.acme.leaky 1.0.0",
                        "/",
                        loader,
                        List.of(new InstanceSource.Constant(
                                things.getDeclaredConstructor().newInstance())),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        PublicPaths.NONE,
                        false),
                () -> {});
        door.mount("/", leaky);
        assertThat(door.get("/things/json/a").statusCode())
                .as(() -> String.valueOf(door.lastFailure))
                .isEqualTo(200);
        assertThat(door.get("/things/timeout").statusCode()).isEqualTo(503);
        assertThat(door.get("/things/servlet").statusCode()).isEqualTo(200);
        assertThat(door.get("/things/stage").statusCode()).isEqualTo(200);
        assertThat(door.send(
                                "POST",
                                "/things/json",
                                "{\"name\":\"b\",\"since\":\"2026-01-02T03:04:05Z\"}",
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(201);
        door.mount("/", new RestApplication(model("/", List.of(), List.of(), List.of()), () -> {}));
        return loader;
    }

    private ClassLoader buildBroken() throws Exception {
        ClassLoader loader = throwAway();
        Object broken = loader.loadClass(Ambiguous.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        var application = new RestApplication(
                model("/", List.of(), List.of(new InstanceSource.Constant(broken)), List.of()), () -> {});
        assertThatThrownBy(application::warmUp).isInstanceOf(IllegalStateException.class);
        application.close();
        return loader;
    }

    /** Loads the test's classes again, everything else from here. */
    private static ClassLoader throwAway() {
        var here =
                RestApplicationTest.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new java.net.URL[] {here}, RestApplicationTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("io.subrack.web.rest.RestApplicationTest")) {
                    synchronized (getClassLoadingLock(name)) {
                        Class<?> loaded = findLoadedClass(name);
                        return loaded != null ? loaded : findClass(name);
                    }
                }
                return super.loadClass(name, resolve);
            }
        };
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"urn:subrack:problem:" + code + "\"")
                .contains("\"status\":" + status);
    }

    private String raw(String request) throws Exception {
        try (var socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void await(java.util.concurrent.Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.sleep(5);
        }
    }
}

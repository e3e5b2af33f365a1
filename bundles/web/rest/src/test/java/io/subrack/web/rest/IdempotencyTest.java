/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.AnyCaller;
import io.subrack.kernel.testing.TestGuard;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** POSTs of the platform's own API that come more than once. */
@Timeout(60)
class IdempotencyTest {
    private static final String KEY = "5b0c0c4e-3f7b-4a50-9d0a-0d5b7f6f5a11";
    private static final AtomicInteger MADE = new AtomicInteger();
    private static volatile CountDownLatch gate = new CountDownLatch(0);
    private static volatile CountDownLatch arrived = new CountDownLatch(0);

    private final TestGuard guard = new TestGuard();
    private final String ada = guard.token(TestGuard.user("ada", Set.of(), Set.of()));
    private final String bob = guard.token(TestGuard.user("bob", Set.of(), Set.of()));
    private TestDoor door;
    private RestApplication application;

    @BeforeAll
    static void prepare() {
        JerseyApplication.prepareRuntime();
    }

    @BeforeEach
    void open() throws Exception {
        door = new TestDoor();
        door.guard = guard;
        MADE.set(0);
        mount(true);
    }

    private void mount(boolean ofPlatform) {
        application = new RestApplication(
                new AppModel(
                        "test 1.0.0",
                        "/",
                        getClass().getClassLoader(),
                        List.of(new InstanceSource.Constant(new Things())),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        PublicPaths.NONE,
                        false,
                        ofPlatform),
                () -> {});
        door.mount("/things", application);
    }

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        door.close();
        application.close();
    }

    @Test
    void answersARepeatedRequestAsTheFirstTimeAndDoesItOnce() throws Exception {
        var first = post(ada, "/things", "{\"a\":1}", KEY);
        var second = post(ada, "/things", "{\"a\":1}", KEY);

        assertThat(MADE).hasValue(1);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body()).isEqualTo("{\"made\":1}");
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"))
                .isPresent();
        assertThat(second.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    }

    @Test
    void repeatsAnAnswerWithoutABody() throws Exception {
        post(ada, "/things/silent", "x", KEY);

        assertThat(post(ada, "/things/silent", "x", KEY).statusCode()).isEqualTo(204);
        assertThat(MADE).hasValue(1);
    }

    @Test
    void tellsApartCallersPathsKeysAndMethods() throws Exception {
        post(ada, "/things", "{}", KEY);
        post(bob, "/things", "{}", KEY);
        post(ada, "/things?x=1", "{}", KEY);
        post(ada, "/things", "{}", KEY + "2");
        post(ada, "/things", "{}", null);
        post(ada, "/things", "{}", null);

        assertThat(MADE).hasValue(6);
        assertThat(door.get("/things", "Authorization", ada, "Idempotency-Key", "x")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAKeyThatCameWithAnotherBody() throws Exception {
        post(ada, "/things", "{\"a\":1}", KEY);

        var other = post(ada, "/things", "{\"a\":2}", KEY);

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("urn:subrack:problem:idempotency:key-reused");
        assertThat(MADE).hasValue(1);
    }

    @Test
    void refusesAKeyWhoseFirstRequestStillRuns() throws Exception {
        gate = new CountDownLatch(1);
        arrived = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> {
            try {
                return post(ada, "/things/slow", "", KEY);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        arrived.await();

        var second = post(ada, "/things/slow", "", KEY);

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
        gate.countDown();
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(post(ada, "/things/slow", "", KEY).body()).isEqualTo("done");
        assertThat(MADE).hasValue(1);
    }

    @Test
    void givesASecretOnce() throws Exception {
        assertThat(post(ada, "/things/secret", "", KEY).body()).isEqualTo("srk_1");

        var second = post(ada, "/things/secret", "", KEY);

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body())
                .contains("/things/7")
                .contains("idempotency:done")
                .doesNotContain("srk_");
        assertThat(MADE).hasValue(1);
    }

    @Test
    void letsWhatFailedBeTriedAgain() throws Exception {
        assertThat(post(ada, "/things/failing", "", KEY).statusCode()).isEqualTo(409);
        assertThat(post(ada, "/things/failing", "", KEY).statusCode()).isEqualTo(409);

        assertThat(MADE).hasValue(2);
    }

    @Test
    void refusesAKeyThatIsNone() throws Exception {
        for (var key : List.of("short", "x".repeat(129), "with a blank in it")) {
            assertThat(post(ada, "/things", "{}", key).statusCode()).as(key).isEqualTo(400);
        }
        assertThat(MADE).hasValue(0);
    }

    @Test
    void leavesApplicationsOfCapabilityBundlesAlone() throws Exception {
        application.close();
        mount(false);

        post(ada, "/things", "{}", KEY);
        post(ada, "/things", "{}", KEY);

        assertThat(MADE).hasValue(2);
    }

    @Test
    void remembersWithinBounds() {
        var now = new Instant[] {Instant.EPOCH};
        var answers = new IdempotentAnswers(new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        });
        for (int i = 0; i < 1_000; i++) {
            answers.begin("k" + i);
            answers.end("k" + i, new IdempotentAnswers.Answer("d", 200, Map.of(), Optional.of(new byte[60_000])));
        }

        assertThat(answers.begin("k999").kind()).isEqualTo(IdempotentAnswers.Begun.Kind.DONE);
        assertThat(answers.begin("k970").kind()).isEqualTo(IdempotentAnswers.Begun.Kind.DONE);
        assertThat(answers.begin("k900").kind()).isEqualTo(IdempotentAnswers.Begun.Kind.FIRST);
        now[0] = now[0].plus(Duration.ofHours(25));
        assertThat(answers.begin("k999").kind()).isEqualTo(IdempotentAnswers.Begun.Kind.FIRST);
        for (int i = 0; i < 1_000; i++) {
            answers.begin("running" + i);
        }
        assertThat(answers.begin("one more").kind()).isEqualTo(IdempotentAnswers.Begun.Kind.FULL);
    }

    private HttpResponse<String> post(String token, String path, String body, String key) throws Exception {
        return key == null
                ? door.send("POST", path, body, "Authorization", token)
                : door.send("POST", path, body, "Authorization", token, "Idempotency-Key", key);
    }

    /** What is asked. */
    @Path("/things")
    @AnyCaller
    public static final class Things {
        @GET
        public String all() {
            return "things";
        }

        @POST
        public Response make(String body) {
            int made = MADE.incrementAndGet();
            return Response.created(URI.create("/things/" + made))
                    .type("application/json")
                    .entity(Map.of("made", made))
                    .build();
        }

        @POST
        @Path("silent")
        public void silent() {
            MADE.incrementAndGet();
        }

        @POST
        @Path("slow")
        public String slow() throws InterruptedException {
            MADE.incrementAndGet();
            arrived.countDown();
            gate.await();
            return "done";
        }

        @POST
        @Path("secret")
        public Response secret() {
            return Response.created(URI.create("/things/7"))
                    .header("Cache-Control", "no-store")
                    .entity("srk_" + MADE.incrementAndGet())
                    .build();
        }

        @POST
        @Path("failing")
        public Response failing() {
            MADE.incrementAndGet();
            return Response.status(409).build();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** 50 keep-alive connections, 1,000 requests a second on a fixed schedule, and not one may fail. */
@Isolated("loads the platform, and counts each request")
@TestMethodOrder(OrderAnnotation.class)
@Tag("jvm")
class UpdateUnderLoadIT {
    static final int CONNECTIONS = 50;
    static final int PER_SECOND = 1000;

    private static final int UPDATES = Integer.getInteger("subrack.updates", 2);
    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final String[] LONG_ANSWERS = {
        "slow 1.0.0", "slow 2.0.0", "async 1.0.0", "async 2.0.0", "download whole"
    };
    private static final AnswerCheck GREETING = AnswerCheck.version("\"name\":\"Ada\"");

    @RegisterExtension
    static final SharedSubrack subrack = new SharedSubrack();

    @BeforeAll
    static void warmUp() throws Exception {
        subrack.ensure("greeter-v1");
        OpenLoopLoad.run(subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, Duration.ofSeconds(2), GREETING);
    }

    @BeforeEach
    void deploy() throws Exception {
        subrack.ensure("greeter-v1", "ticker-v1");
    }

    @Test
    @Order(1)
    void controlRunWithoutAChange() throws Exception {
        LoadResult load = OpenLoopLoad.run(subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, LENGTH, GREETING);

        report("no change", load);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(load.labels()).isEqualTo(Map.of("1.0.0", PER_SECOND * LENGTH.toSeconds()));
    }

    @Test
    @Order(2)
    void updatesBackAndForth() throws Exception {
        for (int i = 1; i <= UPDATES; i++) {
            updatesTo(i % 2 == 1 ? "greeter-v2" : "greeter-v1");
        }
    }

    private void updatesTo(String folder) throws Exception {
        OpenLoopLoad running = OpenLoopLoad.start(subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, GREETING);
        running.awaitAnswers(folder.endsWith("v2") ? "1.0.0" : "2.0.0");
        Thread.sleep(1000); // load before, during and after the update
        ApiAnswer answer = subrack.operator().deploy(Repository.example(folder));
        Thread.sleep(1500);
        running.awaitAnswers("1.0.0", "2.0.0");
        LoadResult load = running.stop();

        report("update to " + folder, load);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(load.labels()).containsOnlyKeys("1.0.0", "2.0.0");
    }

    @Test
    @Order(3)
    void updatesWithLongRequestsInFlight() throws Exception {
        LongCalls calls = LongCalls.start(subrack.url("/"));
        OpenLoopLoad running = OpenLoopLoad.start(subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, GREETING);
        calls.awaitInFlight(subrack.operator());
        ApiAnswer ticker = subrack.operator().deploy(Repository.example("ticker-v2"));
        ApiAnswer greeter = subrack.operator().deploy(Repository.example("greeter-v2"));
        calls.awaitAnswers(LONG_ANSWERS);
        LoadResult load = running.stop();
        LoadResult longOnes = calls.stop();

        report("update with long requests", load);
        report("the long requests", longOnes);
        assertThat(ticker.status()).as(ticker.toString()).isEqualTo(200);
        assertThat(greeter.status()).as(greeter.toString()).isEqualTo(200);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(longOnes.failed()).as(longOnes.toString()).isZero();
        assertThat(longOnes.labels()).containsKeys(LONG_ANSWERS);
        assertThat(ticker.json().path("warnings"))
                .as("requests cut at the drain's deadline")
                .isEmpty();
    }

    @Test
    @Order(4)
    void changesToOtherBundlesDisturbNobody() throws Exception {
        OpenLoopLoad running = OpenLoopLoad.start(subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, GREETING);
        subrack.ensure("inventory-api", "inventory", "orders");
        ApiAnswer api = subrack.operator()
                .send(
                        "POST",
                        ApiClient.MANAGEMENT + "/bundles?yes=true",
                        ApiClient.JAR,
                        BodyPublishers.ofByteArray(BundleForge.withHeaders(
                                Repository.example("inventory-api"), Map.of("Bundle-Version", "1.0.1"))));
        ApiAnswer orders = subrack.operator().get("/orders");
        for (String bundle : new String[] {"orders", "inventory", "inventory.api"}) {
            ApiAnswer removed = subrack.operator().uninstall("io.subrack.examples." + bundle);
            assertThat(removed.status()).as(removed.toString()).isEqualTo(200);
        }
        LoadResult load = running.stop();

        report("install, refresh and remove others", load);
        assertThat(api.status()).as(api.toString()).isEqualTo(200);
        assertThat(orders.status()).as(orders.toString()).isEqualTo(200);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(subrack.operator().get("/orders").status()).isEqualTo(404);
    }

    @Test
    @Order(5)
    void goesBackToAnEarlierSet() throws Exception {
        subrack.ensure("greeter-v1");
        long before = subrack.operator().currentSet();
        SortedMap<String, String> bundles = subrack.operator().bundles();
        subrack.ensure("greeter-v2", "inventory-api");
        OpenLoopLoad running = OpenLoopLoad.start(subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, GREETING);
        running.awaitAnswers("2.0.0");
        Thread.sleep(1000); // load before, during and after
        ApiAnswer answer = subrack.operator().rollBack(before);
        Thread.sleep(1000);
        running.awaitAnswers("1.0.0", "2.0.0");
        LoadResult load = running.stop();

        report("rollback", load);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(load.labels()).containsOnlyKeys("1.0.0", "2.0.0");
        assertThat(subrack.operator().bundles()).isEqualTo(bundles);
        assertThat(subrack.operator().currentSet()).isGreaterThan(before);
        assertThat(subrack.operator().rollBack(4711).status())
                .as("a set that never was")
                .isEqualTo(404);
    }

    /** Of a bundle that must not live twice: its requests wait while the one stops and the other starts. */
    @Test
    @Order(6)
    void holdsRequestsOfAnExclusiveBundle() throws Exception {
        subrack.ensure("scheduler-v1");
        ApiAnswer plan = subrack.operator()
                .send(
                        "POST",
                        ApiClient.MANAGEMENT + "/bundles?plan=true",
                        ApiClient.JAR,
                        BodyPublishers.ofFile(Repository.example("scheduler-v2")));
        AnswerCheck check = AnswerCheck.version("\"runs\":");
        OpenLoopLoad running = OpenLoopLoad.start(subrack.url("/scheduler"), CONNECTIONS, PER_SECOND, check);
        running.awaitAnswers("1.0.0");
        Thread.sleep(1000); // load before, during and after the update
        ApiAnswer answer = subrack.operator().deploy(Repository.example("scheduler-v2"));
        Thread.sleep(1000);
        running.awaitAnswers("1.0.0", "2.0.0");
        LoadResult load = running.stop();

        report("exclusive update", load);
        assertThat(plan.json().path("interruption").asText())
                .as(plan.toString())
                .isEqualTo("HELD");
        assertThat(plan.json().path("bundles").path(0).path("liveTwice").asBoolean(true))
                .isFalse();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(load.labels()).containsOnlyKeys("1.0.0", "2.0.0");
    }

    static void report(String what, LoadResult load) {
        System.out.println(what + ": " + load);
    }
}

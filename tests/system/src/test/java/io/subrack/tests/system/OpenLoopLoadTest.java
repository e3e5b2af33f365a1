/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The load generator must see each failure: on it rests the claim that there are none. */
@Isolated("measures times")
class OpenLoopLoadTest {
    private static final AnswerCheck CHECK = AnswerCheck.version("Ada");

    @Test
    void makesExactlyTheRequestsOfItsSchedule() throws Exception {
        LoadResult load = load(number -> good("1.0.0"));

        assertThat(load.requests()).isEqualTo(200);
        assertThat(load.failed()).isZero();
        assertThat(load.labels()).isEqualTo(Map.of("1.0.0", 200L));
    }

    @Test
    void countsAnErrorAnAbsurdBodyAndAClosedConnection() throws Exception {
        LoadResult load = load(number -> switch (number) {
            case 20 -> "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
            case 40 -> body("{\"version\":\"1.0.0\"}");
            case 60 -> null;
            case 80 -> "HTTP/1.1 200 OK\r\nCut: here\r\nContent-Length: 80\r\n\r\n{\"version\":";
            default -> good("1.0.0");
        });

        assertThat(load.requests()).isEqualTo(200);
        assertThat(load.failed()).as(load.toString()).isEqualTo(4);
        assertThat(load.samples()).hasSize(4).anyMatch(sample -> sample.contains("503"));
    }

    @Test
    void opensANewConnectionOnlyWhenTheServerHasSaidThatItCloses() throws Exception {
        try (var server = new ScriptedServer(number -> number == 30
                ? good("1.0.0").replace("HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n")
                : good("1.0.0"))) {
            LoadResult load = OpenLoopLoad.run(server.url(), 4, 200, Duration.ofSeconds(1), CHECK);

            assertThat(load.failed()).as(load.toString()).isZero();
            assertThat(load.announcedCloses()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(5);
        }
    }

    @Test
    void chargesAStallToEachRequestThatWasDueInIt() throws Exception {
        LoadResult load = load(number -> {
            if (number == 50) {
                pause(400);
            }
            return good("1.0.0");
        });

        assertThat(load.longestStall()).isGreaterThan(Duration.ofMillis(390));
        assertThat(load.latency(93))
                .as("one of four connections stood still for 0.4 s: a tenth of all requests")
                .isGreaterThan(Duration.ofMillis(50));
    }

    private static LoadResult load(java.util.function.IntFunction<String> answers) throws Exception {
        try (var server = new ScriptedServer(answers)) {
            return OpenLoopLoad.run(server.url(), 4, 200, Duration.ofSeconds(1), CHECK);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis); // the stall that is measured
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String good(String version) {
        return body("{\"name\":\"Ada\",\"version\":\"" + version + "\"}");
    }

    private static String body(String json) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }
}

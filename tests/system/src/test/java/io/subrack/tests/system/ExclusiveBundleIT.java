/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** A bundle that must not live twice: its requests wait while the one stops and the other starts. */
@Isolated("loads the platform, and counts each request")
class ExclusiveBundleIT {
    @RegisterExtension
    static final SharedSubrack subrack =
            new SharedSubrack(platform -> platform.set("io.subrack.deployment", "watch.millis", "1000"));

    @Test
    void holdsRequestsWhileItIsUpdated() throws Exception {
        subrack.ensure("scheduler-v1");
        AnswerCheck check = AnswerCheck.version("\"runs\":");
        OpenLoopLoad.run(subrack.url("/scheduler"), 50, 1000, Duration.ofSeconds(1), check);

        OpenLoopLoad running = OpenLoopLoad.start(subrack.url("/scheduler"), 50, 1000, check);
        Thread.sleep(1000); // load before, during and after the update
        ApiAnswer answer = subrack.operator().deploy(Repository.example("scheduler-v2"));
        Thread.sleep(1000);
        LoadResult load = running.stop();

        UpdateUnderLoadIT.report("exclusive update", load);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(load.labels()).containsOnlyKeys("1.0.0", "2.0.0");
    }

    @Test
    void saysInItsPlanThatRequestsWillBeHeld() throws Exception {
        subrack.ensure("scheduler-v1");

        ApiAnswer plan = subrack.operator()
                .send(
                        "POST",
                        ApiClient.MANAGEMENT + "/bundles?plan=true",
                        ApiClient.JAR,
                        BodyPublishers.ofFile(Repository.example("scheduler-v2")));

        assertThat(plan.status()).as(plan.toString()).isEqualTo(200);
        assertThat(plan.json().path("interruption").asText()).isEqualTo("HELD");
        assertThat(plan.json().path("bundles").path(0).path("liveTwice").asBoolean(true))
                .isFalse();
    }
}

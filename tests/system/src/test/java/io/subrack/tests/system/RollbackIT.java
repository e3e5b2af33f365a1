/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("loads the platform, and counts each request")
class RollbackIT {
    @RegisterExtension
    static final SharedSubrack subrack =
            new SharedSubrack(platform -> platform.set("io.subrack.deployment", "watch.millis", "1000"));

    @Test
    void goesBackToAnEarlierSetUnderLoad() throws Exception {
        subrack.ensure("greeter-v1");
        long before = subrack.operator().currentSet();
        subrack.ensure("greeter-v2", "inventory-api");

        OpenLoopLoad.run(
                subrack.url("/greeter/Ada"), 50, 1000, Duration.ofSeconds(2), AnswerCheck.version("\"name\":\"Ada\""));

        OpenLoopLoad running =
                OpenLoopLoad.start(subrack.url("/greeter/Ada"), 50, 1000, AnswerCheck.version("\"name\":\"Ada\""));
        Thread.sleep(1000); // load before, during and after
        ApiAnswer answer = subrack.operator().rollBack(before);
        Thread.sleep(1000);
        LoadResult load = running.stop();

        UpdateUnderLoadIT.report("rollback", load);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(load.labels()).containsOnlyKeys("1.0.0", "2.0.0");
        assertThat(subrack.operator().bundles()).containsOnlyKeys("io.subrack.examples.greeter");
        assertThat(subrack.operator().currentSet()).isGreaterThan(before);
    }

    @Test
    void refusesASetThatNeverWas() throws Exception {
        ApiAnswer answer = subrack.operator().rollBack(4711);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
    }
}

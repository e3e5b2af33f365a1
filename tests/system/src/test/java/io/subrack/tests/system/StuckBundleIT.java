/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A bundle that takes a thread and never gives it back, not even when it is interrupted. Nothing can take the thread
 * from it; but nobody else may suffer.
 */
class StuckBundleIT {
    private Subrack subrack;

    @BeforeEach
    void start() throws Exception {
        subrack = SharedSubrack.fresh("StuckBundleIT");
        subrack.set("io.subrack.deployment", "start.seconds", "4")
                .set("io.subrack.deployment", "stop.seconds", "2")
                .set("io.subrack.deployment", "watch.millis", "500")
                .environment("SUBRACK_STOP_DEADLINE", "2")
                .start();
        subrack.operator().deploy(Repository.example("greeter-v1"));
    }

    @AfterEach
    void end() {
        subrack.close();
    }

    @Test
    void stopsNeitherTheServiceNorTheNextDeploymentsNorThePlatform() throws Exception {
        OpenLoopLoad running =
                OpenLoopLoad.start(subrack.url().resolve("/greeter/Ada"), 20, 200, BundlesBroken.VERSION_1);
        ApiAnswer stuck = subrack.operator().deploy(Repository.broken("activator-stuck"));
        LoadResult load = running.stop();
        ApiAnswer next = subrack.operator().deploy(Repository.example("greeter-v2"));

        assertThat(stuck.status()).as(stuck.toString()).isEqualTo(409);
        assertThat(stuck.text()).contains("deploy:start-timeout").contains("io.subrack.examples.greeter 2.0.6");
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(next.status()).as(next.toString()).isEqualTo(200);
        assertThat(subrack.operator().get("/greeter/Ada").text()).contains("\"version\":\"2.0.0\"");
        assertThat(subrack.operator().bundles()).containsEntry("io.subrack.examples.greeter", "2.0.0");

        int code = subrack.stop();

        assertThat(code).as("0: stopped, 6: had to be forced").isIn(0, 6);
    }
}

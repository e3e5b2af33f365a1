/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static io.subrack.kernel.deployment.PlanningFramework.actions;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits are far above what was measured, so that only a change of the order of growth breaks them. */
final class PlannerScaleTest extends PlanningTest {
    private static final int ROUNDS = 40;

    @Test
    void plansOneBundleOverAWarmPlatformAtOnce() throws Exception {
        for (int i = 0; i < 40; i++) {
            host.platform(bundle("io.subrack.part" + i, "1.0.0").exporting("io.subrack.part" + i, "1.0.0"));
        }

        long median = medianMicros();

        assertThat(Duration.ofNanos(median * 1_000)).isLessThan(Duration.ofMillis(60));
    }

    @Test
    void plansOneBundleAmongAThousand() throws Exception {
        BundleJar[] thousand = new BundleJar[1_000];
        for (int i = 0; i < thousand.length; i++) {
            thousand[i] = bundle("com.acme.trivial" + i, "1.0.0")
                    .exporting("com.acme.trivial" + i, "1.0.0")
                    .clause("Import-Package", "org.osgi.framework");
        }
        host.live(thousand);

        long median = medianMicros();

        assertThat(Duration.ofNanos(median * 1_000)).isLessThan(Duration.ofMillis(500));
    }

    private long medianMicros() {
        long[] micros = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            BundleJar jar = bundle("com.acme.small", "1.0." + i).importing("org.osgi.framework", "[1.8,2)");
            host.upload(jar);
            long start = System.nanoTime();
            Plan plan = host.deploy(jar);
            micros[i] = (System.nanoTime() - start) / 1_000;
            assertThat(plan.applicable()).isTrue();
        }
        Arrays.sort(micros);
        return micros[ROUNDS / 2];
    }

    @Test
    void findsALongClosure() throws Exception {
        List<BundleJar> chain = new ArrayList<>();
        chain.add(bundle("com.acme.link0", "1.0.0").exporting("com.acme.link0", "1.0.0"));
        for (int i = 1; i < 200; i++) {
            chain.add(bundle("com.acme.link" + i, "1.0.0")
                    .exporting("com.acme.link" + i, "1.0.0")
                    .importing("com.acme.link" + (i - 1), "1.0"));
        }
        host.live(chain.toArray(BundleJar[]::new));

        Plan plan = host.deploy(chain.get(0).header("Bundle-Version", "1.0.1"));

        assertThat(plan.applicable()).isTrue();
        assertThat(actions(plan.bundles())).hasSize(200).contains("REWIRE com.acme.link199");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bundles that come and go leave nothing; one that does is named. */
@Tag("jvm")
class LeakIT {
    private static final int CYCLES = Integer.getInteger("subrack.leak.cycles", 20);

    @RegisterExtension
    static final SharedSubrack subrack =
            new SharedSubrack(platform -> platform.set("io.subrack.deployment", "watch.millis", "0"));

    @Test
    void leavesNoClassLoaderOfATidyBundle() throws Exception {
        for (int i = 1; i <= CYCLES; i++) {
            byte[] next = BundleForge.withHeaders(Repository.broken("tidy"), Map.of("Bundle-Version", "1.0." + i));
            ApiAnswer answer = subrack.operator().deploy(next);
            assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
            assertThat(subrack.operator().get("/tidy/Ada").text()).isEqualTo("Hello, Ada");
        }

        Waiting.until("one class loader of the bundle is left", Duration.ofMinutes(2), () -> loaded("Tidy") == 1);
    }

    @Test
    void namesABundleThatLeaksAndWhatHoldsIt() throws Exception {
        subrack.operator().deploy(Repository.broken("leaky"));
        subrack.operator().get("/leaky/Ada");

        ApiAnswer removed = subrack.operator().uninstall("io.subrack.examples.broken.leaky");

        assertThat(removed.status()).as(removed.toString()).isEqualTo(200);
        String deployment = ApiClient.MANAGEMENT + "/deployments/"
                + removed.json().path("id").asText();
        AtomicInteger round = new AtomicInteger();
        Waiting.until("the deployment warns of the leak", Duration.ofMinutes(5), () -> {
            // A leak is looked for with each deployment, and found after the second garbage collection.
            loaded("Leaky");
            subrack.operator().deploy(BundleForge.trivial("io.subrack.tests.next", "1.0." + round.incrementAndGet()));
            String warnings =
                    subrack.operator().get(deployment).json().path("warnings").toString();
            return warnings.contains("io.subrack.examples.broken.leaky") && warnings.contains("leaky-thread");
        });
    }

    private static long loaded(String kind) throws Exception {
        String name = "io.subrack.examples.broken." + kind.toLowerCase(java.util.Locale.ROOT) + "." + kind + "Resource";
        return LoadedClasses.count(subrack.platform(), name);
    }
}

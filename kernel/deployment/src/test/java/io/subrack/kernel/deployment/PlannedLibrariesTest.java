/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.Wiring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bundles that bring a library which the platform has, too. */
class PlannedLibrariesTest extends PlanningTest {
    private static final String MAPPER = "com.fasterxml.jackson.databind";
    private static final BundleJar OLDER = library("2.18.2");
    private static final BundleJar NEWER = library("2.99.0");

    @BeforeEach
    void sharesALibrary() throws Exception {
        host.platform(bundle("a.platform.library", "2.22.4").exporting(MAPPER, "2.22.4"));
    }

    private static BundleJar library(String version) {
        return bundle("com.fasterxml.jackson.core.jackson-databind", version).exporting(MAPPER, version);
    }

    private static BundleJar orders(String range) {
        return bundle("com.acme.orders", "1.0.0").importing(MAPPER, range);
    }

    private static String providerOf(Plan plan, String bundle) {
        return plan.wiring().stream()
                .filter(it -> it.bundle().equals(bundle))
                .map(Wiring::provider)
                .findFirst()
                .orElse("nobody, because of " + plan.faults());
    }

    @Test
    void letsALibraryInThatThePlatformHasAndSaysWhoGetsWhich() {
        Plan plan = host.deploy(OLDER);

        assertThat(plan.faults()).isEmpty();
        assertThat(plan.warnings())
                .containsExactly("com.fasterxml.jackson.core.jackson-databind 2.18.2 brings a copy of what the platform"
                        + " has: package com.fasterxml.jackson.databind 2.18.2. The platform's is 2.22.4, and stays that"
                        + " of all bundles whose version ranges admit it; the copy is for the others.");
    }

    @Test
    void givesThePlatformsToWhoCanTakeItEvenIfTheCopyIsNewer() throws Exception {
        host.live(NEWER);

        Plan plan = host.deploy(orders("[2.18,3)"));

        assertThat(providerOf(plan, "com.acme.orders 1.0.0")).isEqualTo("platform");
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void givesTheCopyToWhoCannotTakeThePlatformsAndSaysWhatThatMeans() {
        Plan plan = host.deploy(OLDER, orders("[2.18,2.19)"));

        assertThat(providerOf(plan, "com.acme.orders 1.0.0"))
                .isEqualTo("com.fasterxml.jackson.core.jackson-databind 2.18.2");
        assertThat(plan.warnings())
                .hasSize(2)
                .contains("com.acme.orders 1.0.0 gets package com.fasterxml.jackson.databind from"
                        + " com.fasterxml.jackson.core.jackson-databind 2.18.2, not from the platform, which does not see"
                        + " annotations of that copy on what it reads and writes for the bundle. Widen the version range"
                        + " if it can use the platform's.");
    }

    @Test
    void givesAnOlderCopyToWhoMeetsItThroughAnother() throws Exception {
        host.live(
                OLDER,
                bundle("com.acme.text", "1.0.0")
                        .clause("Export-Package", "com.acme.text;version=\"1.0.0\";uses:=\"" + MAPPER + "\"")
                        .importing(MAPPER, "[2.18,2.19)"));

        Plan plan = host.deploy(orders("[2.18,3)").importing("com.acme.text", "[1,2)"));

        assertThat(plan.faults()).isEmpty();
        assertThat(plan.wiring())
                .extracting(Wiring::provider)
                .containsExactlyInAnyOrder("com.acme.text 1.0.0", "com.fasterxml.jackson.core.jackson-databind 2.18.2");
    }

    @Test
    void advisesToDeployTheVersionOfALibraryThatIsMissing() {
        Plan plan = host.deploy(orders("[3.0,4)"));

        assertThat(plan.faults())
                .extracting(PlanFault::sentence)
                .containsExactly(
                        "com.acme.orders 1.0.0 needs package com.fasterxml.jackson.databind [3.0,4.0); only"
                                + " 2.22.4 (platform) is there. Deploy com.fasterxml.jackson.databind 3.x or widen the import.");
    }

    @Test
    void leavesBundlesWiredToACopyAsTheyAre() throws Exception {
        host.live(OLDER, orders("[2.18,2.19)"));

        Plan plan = host.deploy(bundle("com.acme.other", "1.0.0").importing(MAPPER, "2.0"));

        assertThat(plan.bundles()).extracting(it -> it.symbolicName()).containsExactly("com.acme.other");
        assertThat(providerOf(plan, "com.acme.other 1.0.0")).isEqualTo("platform");
    }
}

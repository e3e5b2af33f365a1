/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static io.subrack.kernel.deployment.PlanningFramework.actions;
import static io.subrack.kernel.deployment.PlanningFramework.sentences;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Wiring;
import org.junit.jupiter.api.Test;

final class PlannedClosureTest extends PlanningTest {
    private static final BundleJar TEXT_1 = bundle("com.acme.text", "1.0.0").exporting("com.acme.text", "1.0.0");
    private static final BundleJar TEXT_1_1 = bundle("com.acme.text", "1.1.0").exporting("com.acme.text", "1.1.0");
    private static final BundleJar NOTES = bundle("com.acme.notes", "1.0.0")
            .importing("com.acme.text", "[1.0,2)")
            .exporting("com.acme.notes", "1.0.0");
    private static final BundleJar APP = bundle("com.acme.app", "1.0.0").importing("com.acme.notes", "[1.0,2)");

    @Test
    void wiresAnewWhatIsWiredToAReplacedBundleAndSoOn() throws Exception {
        host.live(TEXT_1, NOTES, APP, bundle("com.acme.other", "1.0.0"));

        Plan plan = host.deploy(TEXT_1_1);

        assertThat(actions(plan.bundles()))
                .containsExactly("REWIRE com.acme.app", "REWIRE com.acme.notes", "REPLACE com.acme.text");
        assertThat(plan.bundles())
                .extracting(BundleChange::why)
                .containsExactly(
                        "com.acme.app is wired to com.acme.notes 1.0.0",
                        "com.acme.notes is wired to com.acme.text 1.0.0",
                        "");
        assertThat(plan.bundles().get(0).from()).isEqualTo(plan.bundles().get(0).to());
        assertThat(plan.leavesRequest()).isTrue();
        assertThat(plan.wiring())
                .contains(
                        new Wiring("com.acme.app 1.0.0", "package com.acme.notes [1.0,2.0)", "com.acme.notes 1.0.0"),
                        new Wiring("com.acme.notes 1.0.0", "package com.acme.text [1.0,2.0)", "com.acme.text 1.1.0"));
    }

    @Test
    void staysWithinARequestThatNamesTheWholeClosure() throws Exception {
        host.live(TEXT_1, NOTES);

        Plan plan = host.deploy(TEXT_1_1, NOTES.header("Bundle-Version", "1.0.1"));

        assertThat(actions(plan.bundles())).containsExactly("REPLACE com.acme.notes", "REPLACE com.acme.text");
        assertThat(plan.leavesRequest()).isFalse();
        assertThat(plan.wiring())
                .contains(new Wiring("com.acme.notes 1.0.1", "package com.acme.text [1.0,2.0)", "com.acme.text 1.1.0"));
    }

    @Test
    void addsBundlesThatNeedEachOther() {
        Plan plan = host.deploy(
                bundle("com.acme.a", "1.0.0").exporting("com.acme.a", "1.0.0").importing("com.acme.b", "1.0"),
                bundle("com.acme.b", "1.0.0").exporting("com.acme.b", "1.0.0").importing("com.acme.a", "1.0"));

        assertThat(sentences(plan)).isEmpty();
        assertThat(plan.wiring())
                .containsExactly(
                        new Wiring("com.acme.a 1.0.0", "package com.acme.b 1.0 or newer", "com.acme.b 1.0.0"),
                        new Wiring("com.acme.b 1.0.0", "package com.acme.a 1.0 or newer", "com.acme.a 1.0.0"));
    }

    @Test
    void leavesABundleAloneWhoseOptionalImportAppears() throws Exception {
        host.live(bundle("com.acme.shy", "1.0.0").clause("Import-Package", "com.acme.text;resolution:=optional"));

        Plan plan = host.deploy(TEXT_1);

        assertThat(actions(plan.bundles())).containsExactly("ADD com.acme.text");
    }

    @Test
    void wiresAnewWithoutTheOptionalPackageThatGoes() throws Exception {
        host.live(
                TEXT_1, bundle("com.acme.shy", "1.0.0").clause("Import-Package", "com.acme.text;resolution:=optional"));

        Plan plan = host.plan(new Change.Uninstall("com.acme.text"));

        assertThat(actions(plan.bundles())).containsExactly("REWIRE com.acme.shy", "REMOVE com.acme.text");
        assertThat(sentences(plan)).isEmpty();
        assertThat(plan.wiring()).isEmpty();
    }

    @Test
    void movesOverToAnotherProviderOfTheSamePackage() throws Exception {
        host.live(TEXT_1, NOTES);
        host.live(bundle("com.acme.text.spare", "1.0.0").exporting("com.acme.text", "1.0.0"));

        Plan plan = host.plan(new Change.Uninstall("com.acme.text"));

        assertThat(sentences(plan)).isEmpty();
        assertThat(plan.wiring())
                .contains(new Wiring(
                        "com.acme.notes 1.0.0", "package com.acme.text [1.0,2.0)", "com.acme.text.spare 1.0.0"));
    }

    @Test
    void followsRequiredBundles() throws Exception {
        host.live(
                TEXT_1,
                bundle("com.acme.user", "1.0.0").header("Require-Bundle", "com.acme.text;bundle-version=\"[1.0,2)\""));

        Plan plan = host.deploy(TEXT_1_1);

        assertThat(actions(plan.bundles())).containsExactly("REPLACE com.acme.text", "REWIRE com.acme.user");
        assertThat(plan.wiring())
                .contains(new Wiring("com.acme.user 1.0.0", "bundle com.acme.text [1.0,2.0)", "com.acme.text 1.1.0"));
    }

    @Test
    void wiresAHostAnewToWhichAFragmentIsAdded() throws Exception {
        host.live(TEXT_1, NOTES);

        Plan plan = host.deploy(bundle("com.acme.words", "1.0.0").header("Fragment-Host", "com.acme.text"));

        assertThat(actions(plan.bundles()))
                .containsExactly("REWIRE com.acme.notes", "REWIRE com.acme.text", "ADD com.acme.words");
        assertThat(plan.bundles().get(1).why()).isEqualTo("com.acme.words 1.0.0 attaches to it");
        assertThat(sentences(plan)).isEmpty();
        assertThat(plan.wiring())
                .contains(new Wiring("com.acme.words 1.0.0", "host bundle com.acme.text", "com.acme.text 1.0.0"));
    }

    @Test
    void wiresHostsAndFragmentsAnewTogether() throws Exception {
        BundleJar words = bundle("com.acme.words", "1.0.0")
                .header("Fragment-Host", "com.acme.text")
                .exporting("com.acme.words", "1.0.0");
        host.live(TEXT_1, words, bundle("com.acme.reader", "1.0.0").importing("com.acme.words", "1.0"));

        Plan hostUpdate = host.deploy(TEXT_1_1);
        Plan fragmentUpdate = host.deploy(words.header("Bundle-Version", "1.1.0"));

        assertThat(actions(hostUpdate.bundles()))
                .containsExactly("REWIRE com.acme.reader", "REPLACE com.acme.text", "REWIRE com.acme.words");
        assertThat(hostUpdate.bundles().get(2).why()).isEqualTo("com.acme.words is attached to com.acme.text 1.0.0");
        assertThat(sentences(hostUpdate)).isEmpty();
        assertThat(actions(fragmentUpdate.bundles()))
                .containsExactly("REWIRE com.acme.reader", "REWIRE com.acme.text", "REPLACE com.acme.words");
        assertThat(sentences(fragmentUpdate)).isEmpty();
    }

    @Test
    void prefersWhatIsLiveToWhatComesWithIt() throws Exception {
        host.live(TEXT_1);

        Plan plan = host.deploy(NOTES, bundle("com.acme.text.next", "1.5.0").exporting("com.acme.text", "1.5.0"));

        assertThat(plan.wiring())
                .contains(new Wiring("com.acme.notes 1.0.0", "package com.acme.text [1.0,2.0)", "com.acme.text 1.0.0"));
    }

    @Test
    void keepsAStoppedBundleFromProvidingButWiresItAnewWithItsProvider() throws Exception {
        host.live(TEXT_1, NOTES);
        host.stopped("com.acme.notes");

        Plan needsIt = host.deploy(APP);
        Plan update = host.deploy(TEXT_1_1);

        assertThat(sentences(needsIt))
                .containsExactly("Only com.acme.notes exports package com.acme.notes, and it is stopped. com.acme.app"
                        + " 1.0.0 needs it. Start com.acme.notes in the same deployment, or deploy another bundle that"
                        + " exports it.");
        assertThat(actions(update.bundles())).containsExactly("REWIRE com.acme.notes", "REPLACE com.acme.text");
        assertThat(update.leavesRequest()).isFalse();
        assertThat(update.applicable()).isTrue();
    }

    @Test
    void startsAStoppedBundleWithTheWiresItHas() throws Exception {
        host.live(TEXT_1, NOTES);
        host.stopped("com.acme.notes");

        Plan plan = host.plan(new Change.Start("com.acme.notes"));

        assertThat(actions(plan.bundles())).containsExactly("START com.acme.notes");
        assertThat(plan.applicable()).isTrue();
    }

    @Test
    void ignoresBundlesThatAreOnTheirWayOut() throws Exception {
        host.framework()
                .getBundleContext()
                .installBundle("subrack:com.acme.text:retiring", TEXT_1.open())
                .start();

        Plan plan = host.deploy(NOTES);

        assertThat(sentences(plan)).hasSize(1);
    }

    @Test
    void resolvesALiveBundleThatWaitedForWhatComesNow() throws Exception {
        host.install(NOTES);

        Plan plan = host.deploy(TEXT_1, APP);

        assertThat(sentences(plan)).isEmpty();
        assertThat(actions(plan.bundles())).containsExactly("ADD com.acme.app", "ADD com.acme.text");
    }
}

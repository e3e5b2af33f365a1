/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static io.subrack.kernel.deployment.PlanningFramework.kinds;
import static io.subrack.kernel.deployment.PlanningFramework.sentences;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault.Kind;
import io.subrack.kernel.api.Wiring;
import org.junit.jupiter.api.Test;

final class PlannedFaultsTest extends PlanningTest {
    private static final BundleJar TEXT_1_8 = bundle("com.acme.text", "1.8.0").exporting("com.acme.text", "1.8.0");
    private static final BundleJar NOTES = bundle("com.acme.notes", "1.4.0")
            .importing("com.acme.text", "[2.0,3.0)")
            .exporting("com.acme.notes.api", "1.4.0");
    private static final BundleJar APP = bundle("com.acme.app", "1.0.0").importing("com.acme.notes.api", "[1.4,2)");

    @Test
    void saysThatNobodyExportsAPackage() {
        Plan plan = host.deploy(NOTES);

        assertThat(kinds(plan)).containsExactly(Kind.MISSING);
        assertThat(plan.faults().get(0).bundle()).isEqualTo("com.acme.notes");
        assertThat(sentences(plan))
                .containsExactly("Nobody exports package com.acme.text [2.0,3.0). com.acme.notes 1.4.0 needs it. Deploy"
                        + " a bundle that exports it, or several bundles in one deployment.");
    }

    @Test
    void saysThatOnlyAnotherVersionIsThere() throws Exception {
        host.live(TEXT_1_8);

        Plan plan = host.deploy(NOTES);

        assertThat(kinds(plan)).containsExactly(Kind.WRONG_VERSION);
        assertThat(sentences(plan))
                .containsExactly("com.acme.notes 1.4.0 needs package com.acme.text [2.0,3.0); only 1.8.0 (com.acme.text"
                        + " 1.8.0) is there. Deploy com.acme.text 2.x or widen the import.");
    }

    @Test
    void namesTheLeafFirstAndThenWhoDragsItIn() {
        Plan plan = host.deploy(APP, NOTES);

        assertThat(plan.faults()).hasSize(1);
        assertThat(plan.faults().get(0).bundle()).isEqualTo("com.acme.notes");
        assertThat(sentences(plan))
                .containsExactly("Nobody exports package com.acme.text [2.0,3.0). com.acme.notes 1.4.0 needs it, which"
                        + " com.acme.app 1.0.0 needs (package com.acme.notes.api). Deploy a bundle that exports it, or"
                        + " several bundles in one deployment.");
    }

    @Test
    void tellsTheChainOfAWrongVersionToo() throws Exception {
        host.live(TEXT_1_8);

        Plan plan = host.deploy(APP, NOTES);

        assertThat(sentences(plan))
                .containsExactly("com.acme.notes 1.4.0 needs package com.acme.text [2.0,3.0); only 1.8.0 (com.acme.text"
                        + " 1.8.0) is there. com.acme.app 1.0.0 needs com.acme.notes 1.4.0 (package com.acme.notes.api)."
                        + " Deploy com.acme.text 2.x or widen the import.");
    }

    @Test
    void explainsABundleOfTheSetThatCouldNotBeWired() throws Exception {
        host.install(NOTES);
        host.live(bundle("com.acme.fine", "1.0.0"));

        assertThat(host.planner.explain("com.acme.notes", host.live()))
                .containsExactly("Nobody exports package com.acme.text [2.0,3.0). com.acme.notes 1.4.0 needs it. Deploy"
                        + " a bundle that exports it, or several bundles in one deployment.");
        assertThat(host.planner.diagnose("com.acme.notes", host.live()))
                .extracting(fault -> fault.cause().orElseThrow().filter())
                .containsExactly("(&(osgi.wiring.package=com.acme.text)(version>=2.0.0)(!(version>=3.0.0)))");
        assertThat(host.planner.explain("com.acme.fine", host.live())).isEmpty();
        assertThat(host.planner.explain("com.acme.nothing", host.live())).isEmpty();
    }

    @Test
    void keepsASentenceShortWhateverAManifestSays() {
        BundleJar chatty = bundle("com.acme.chatty", "1.0.0");
        for (int i = 0; i < 60; i++) {
            chatty = chatty.importing("com.acme." + "x".repeat(1_000) + i, "1.0");
        }

        Plan plan = host.deploy(chatty);

        assertThat(sentences(plan)).hasSize(50).allMatch(sentence -> sentence.length() < 500);
    }

    @Test
    void collectsAllFaults() {
        Plan plan = host.deploy(
                bundle("com.acme.a", "1.0.0").importing("com.acme.x", "1.0").importing("com.acme.y", "[1.2,1.3)"),
                bundle("com.acme.b", "1.0.0").importing("com.acme.z", "[1.0.1,1.5]"));

        assertThat(sentences(plan))
                .extracting(sentence -> sentence.substring(0, sentence.indexOf(". ")))
                .containsExactlyInAnyOrder(
                        "Nobody exports package com.acme.x 1.0 or newer",
                        "Nobody exports package com.acme.y [1.2,1.3)",
                        "Nobody exports package com.acme.z [1.0.1,1.5]");
    }

    @Test
    void saysWhereTwoVersionsOfAPackageMeet() throws Exception {
        host.live(
                TEXT_1_8,
                bundle("com.acme.notes", "1.4.0")
                        .clause("Export-Package", "com.acme.notes.api;version=\"1.4.0\";uses:=\"com.acme.text\"")
                        .importing("com.acme.text", "[1.8,2)"));

        Plan plan = host.deploy(
                bundle("com.acme.text.next", "2.0.0").exporting("com.acme.text", "2.0.0"),
                bundle("com.acme.app", "1.0.0")
                        .importing("com.acme.notes.api", "[1.4,2)")
                        .importing("com.acme.text", "[2.0,3)"));

        assertThat(kinds(plan)).containsExactly(Kind.CLASH);
        assertThat(plan.faults().get(0).bundle()).isEqualTo("com.acme.app");
        assertThat(sentences(plan))
                .containsExactly("Two versions of package com.acme.text meet in com.acme.app 1.0.0: 2.0.0 from"
                        + " com.acme.text.next 2.0.0 and 1.8.0 from com.acme.text 1.8.0 through com.acme.notes 1.4.0."
                        + " Deploy versions of com.acme.app and com.acme.notes that use the same one.");
    }

    @Test
    void saysThatABundleExportsAPackageAndGetsAnotherVersionOfIt() throws Exception {
        host.live(
                TEXT_1_8,
                bundle("com.acme.notes", "1.4.0")
                        .clause("Export-Package", "com.acme.notes.api;version=\"1.4.0\";uses:=\"com.acme.text\"")
                        .importing("com.acme.text", "[1.8,2)"));

        Plan plan = host.deploy(bundle("com.acme.app", "1.0.0")
                .exporting("com.acme.text", "2.0.0")
                .importing("com.acme.notes.api", "[1.4,2)"));

        assertThat(sentences(plan))
                .containsExactly("Two versions of package com.acme.text meet in com.acme.app 1.0.0: 2.0.0 of its own"
                        + " and 1.8.0 from com.acme.text 1.8.0 through com.acme.notes 1.4.0. Deploy versions of"
                        + " com.acme.app and com.acme.notes that use the same one.");
    }

    @Test
    void wiresWhatAsksForOneOfSeveralThings() {
        Plan plan = host.deploy(
                bundle("org.postgresql.jdbc", "42.7.14")
                        .requiring("osgi.ee;filter:=\"(&(|(osgi.ee=J2SE)(osgi.ee=JavaSE))(version>=1.8))\""),
                bundle("com.acme.picky", "1.0.0")
                        .requiring("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(!(osgi.ee=OSGi/Minimum))(version>=1.8))\""));

        assertThat(plan.faults()).isEmpty();
    }

    @Test
    void keepsBundlesFromExportingWhatIsThePlatforms() throws Exception {
        host.platform(bundle("jakarta.ws.rs-api", "3.1.0").exporting("jakarta.ws.rs", "3.1.0"));

        Plan plan = host.deploy(bundle("com.acme.fat", "1.0.0")
                .exporting("jakarta.ws.rs", "2.0.0")
                .exporting("org.osgi.framework", "1"));

        assertThat(kinds(plan)).containsExactly(Kind.PLATFORM_PACKAGE, Kind.PLATFORM_PACKAGE);
        assertThat(sentences(plan))
                .containsExactly(
                        "com.acme.fat 1.0.0 exports package jakarta.ws.rs, which belongs to the platform"
                                + " (jakarta.ws.rs-api 3.1.0). Import it and leave its classes out of the bundle.",
                        "com.acme.fat 1.0.0 exports package org.osgi.framework, which belongs to the platform"
                                + " (org.apache.felix.framework 7.0.5). Import it and leave its classes out of the"
                                + " bundle.");
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void keepsFragmentsOffPlatformBundles() throws Exception {
        host.platform(bundle("io.subrack.web.provider", "0.1.0"));

        Plan plan = host.deploy(bundle("com.acme.patch", "1.0.0").header("Fragment-Host", "io.subrack.web.provider"));

        assertThat(kinds(plan)).containsExactly(Kind.PLATFORM_PACKAGE);
        assertThat(sentences(plan))
                .containsExactly("com.acme.patch 1.0.0 is a fragment of io.subrack.web.provider, which belongs to the"
                        + " platform. Make it a bundle of its own.");
    }

    @Test
    void keepsBundlesOutOfTheInternalsOfOthers() throws Exception {
        host.live(TEXT_1_8.having("com.acme.text.internal"));

        Plan plan = host.deploy(bundle("com.acme.other", "1.0.0").importing("com.acme.text.internal", "1.0"));

        assertThat(kinds(plan)).containsExactly(Kind.INTERNAL_PACKAGE);
        assertThat(sentences(plan))
                .containsExactly(
                        "com.acme.other 1.0.0 imports package com.acme.text.internal, which com.acme.text 1.8.0"
                                + " has but does not export. Use what that bundle exports, or have it export the package.");
    }

    @Test
    void keepsBundlesOutOfWhereThePlatformMeets() throws Exception {
        host.platform(bundle("io.subrack.auth.api", "0.1.0")
                .exporting("io.subrack.auth.api", "1.0.0")
                .exporting("io.subrack.auth.spi", "1.0.0"));

        Plan importing = host.deploy(bundle("com.acme.burglar", "1.0.0")
                .importing("io.subrack.auth.api", "1.0")
                .importing("io.subrack.auth.spi", "1.0"));
        Plan requiring =
                host.deploy(bundle("com.acme.burglar", "1.0.0").header("Require-Bundle", "io.subrack.auth.api"));

        assertThat(kinds(importing)).containsExactly(Kind.INTERNAL_PACKAGE);
        assertThat(sentences(importing))
                .containsExactly("com.acme.burglar 1.0.0 imports package io.subrack.auth.spi, by which the platform's"
                        + " own bundles meet. Use io.subrack.auth.api or a service of it instead.");
        assertThat(kinds(requiring)).containsExactly(Kind.INTERNAL_PACKAGE);
    }

    @Test
    void keepsBundlesOutOfTheInternalsOfThoseThatComeWithThem() {
        Plan plan = host.deploy(
                bundle("com.acme.other", "1.0.0").importing("com.acme.text.internal", "1.0"),
                TEXT_1_8.having("com.acme.text.internal"));

        assertThat(kinds(plan)).containsExactly(Kind.INTERNAL_PACKAGE);
    }

    @Test
    void keepsBundlesOutOfTheInternalsOfJava() {
        Plan plan = host.deploy(bundle("com.acme.clever", "1.0.0").clause("Import-Package", "sun.security.x509"));

        assertThat(kinds(plan)).containsExactly(Kind.INTERNAL_PACKAGE);
        assertThat(sentences(plan))
                .containsExactly("com.acme.clever 1.0.0 imports package sun.security.x509, which this Java runtime does"
                        + " not share. Use a public API instead, or make the import optional.");
    }

    @Test
    void letsBundlesImportFromJavaAndTheFramework() {
        Plan plan = host.deploy(bundle("com.acme.plain", "1.0.0")
                .clause("Import-Package", "java.util,javax.xml.stream,org.osgi.framework;version=\"[1.8,2)\"")
                .requiring("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=11))\""));

        assertThat(sentences(plan)).isEmpty();
        assertThat(plan.wiring())
                .contains(
                        new Wiring("com.acme.plain 1.0.0", "Java 11", "platform"),
                        new Wiring("com.acme.plain 1.0.0", "package java.util", "platform"),
                        new Wiring("com.acme.plain 1.0.0", "package org.osgi.framework [1.8,2.0)", "platform"));
    }

    @Test
    void saysThatJavaIsTooOld() {
        Plan plan = host.deploy(
                bundle("com.acme.modern", "1.0.0").requiring("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));

        int running = Runtime.version().feature();
        assertThat(kinds(plan)).containsExactly(Kind.WRONG_VERSION);
        assertThat(sentences(plan))
                .containsExactly("com.acme.modern 1.0.0 needs Java 99; the platform runs on Java " + running
                        + ". Start the platform with a newer Java, or build the bundle for Java " + running + ".");
    }

    @Test
    void advisesToBuildAgainstThePlatformsVersion() throws Exception {
        host.platform(bundle("jakarta.ws.rs-api", "3.1.0").exporting("jakarta.ws.rs", "3.1.0"));

        Plan plan = host.deploy(bundle("com.acme.old", "1.0.0").importing("jakarta.ws.rs", "[2.1,3)"));

        assertThat(sentences(plan))
                .containsExactly("com.acme.old 1.0.0 needs package jakarta.ws.rs [2.1,3.0); only 3.1.0 (platform) is"
                        + " there. Build com.acme.old against that version, or widen the import.");
    }

    @Test
    void speaksOfOtherCapabilitiesAndRequiredBundles() {
        Plan plan = host.deploy(bundle("com.acme.app", "1.0.0")
                .clause("Require-Bundle", "com.acme.base;bundle-version=\"[1.0,2.0)\"")
                .requiring("osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0)"
                        + "(!(version>=2.0.0)))\""));

        assertThat(sentences(plan))
                .containsExactly(
                        "Nobody provides bundle com.acme.base [1.0,2.0). com.acme.app 1.0.0 needs it. Deploy a bundle"
                                + " that provides it, or several bundles in one deployment.",
                        "Nobody provides capability osgi.extender=osgi.component [1.5,2.0). com.acme.app 1.0.0 needs"
                                + " it. Deploy a bundle that provides it, or several bundles in one deployment.");
    }

    @Test
    void refusesToTakeAwayWhatOthersNeed() throws Exception {
        host.live(TEXT_1_8, bundle("com.acme.user", "1.0.0").importing("com.acme.text", "[1.8,2)"));
        String sentence = "com.acme.user 1.0.0 needs package com.acme.text [1.8,2.0), which nobody else than"
                + " com.acme.text 1.8.0 exports. Keep com.acme.text, or remove com.acme.user in the same deployment.";

        Plan removal = host.plan(new Change.Uninstall("com.acme.text"));
        Plan stop = host.plan(new Change.Stop("com.acme.text"));
        Plan both = host.plan(new Change.Uninstall("com.acme.text"), new Change.Uninstall("com.acme.user"));

        assertThat(sentences(removal)).containsExactly(sentence);
        assertThat(sentences(stop)).containsExactly(sentence);
        assertThat(removal.faults().get(0).bundle()).isEqualTo("com.acme.user");
        assertThat(sentences(both)).isEmpty();
    }

    @Test
    void refusesAnUpdateThatOthersCannotFollow() throws Exception {
        host.live(TEXT_1_8, bundle("com.acme.user", "1.0.0").importing("com.acme.text", "[1.8,2)"));

        Plan newer = host.deploy(bundle("com.acme.text", "2.0.0").exporting("com.acme.text", "2.0.0"));
        Plan without = host.deploy(bundle("com.acme.text", "2.0.0"));

        assertThat(sentences(newer))
                .containsExactly("com.acme.user 1.0.0 needs package com.acme.text [1.8,2.0); only 2.0.0 (com.acme.text"
                        + " 2.0.0) is there. Update com.acme.user in the same deployment to a version that takes it.");
        assertThat(sentences(without))
                .containsExactly("Nobody exports package com.acme.text [1.8,2.0) any more: com.acme.text 2.0.0 leaves"
                        + " it out. com.acme.user 1.0.0 needs it. Update com.acme.user in the same deployment, or let"
                        + " com.acme.text export it.");
    }
}

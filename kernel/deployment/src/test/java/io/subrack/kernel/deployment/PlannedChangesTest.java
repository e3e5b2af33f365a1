/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static io.subrack.kernel.deployment.PlanningFramework.actions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Sha256;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

final class PlannedChangesTest extends PlanningTest {
    private static final BundleJar NOTES_1 = bundle("com.acme.notes", "1.0.0");
    private static final BundleJar NOTES_2 = bundle("com.acme.notes", "2.0.0");

    @Test
    void addsABundleThatTheSetDoesNotHave() {
        Sha256 artifact = host.upload(NOTES_1);

        Plan plan = host.plan(new Change.Install(artifact));

        assertThat(plan.bundles())
                .containsExactly(new BundleChange(
                        "com.acme.notes",
                        Action.ADD,
                        Optional.empty(),
                        Optional.of(new Version("1.0.0")),
                        Optional.of(artifact),
                        true,
                        ""));
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.id()).matches("[0-9a-f]{32}");
        assertThat(plan.baseSet()).isEqualTo(1);
        assertThat(plan.leavesRequest()).isFalse();
        assertThat(plan.interruption()).isEqualTo(Plan.Interruption.NONE);
    }

    @Test
    void replacesABundleByAnotherArtifactOfItsName() throws Exception {
        host.live(NOTES_1);
        Sha256 artifact = host.upload(NOTES_2);

        Plan plan = host.plan(new Change.Update(artifact));

        assertThat(plan.bundles())
                .containsExactly(new BundleChange(
                        "com.acme.notes",
                        Action.REPLACE,
                        Optional.of(new Version("1.0.0")),
                        Optional.of(new Version("2.0.0")),
                        Optional.of(artifact),
                        true,
                        ""));
    }

    @Test
    void deploysWhatIsNewAndUpdatesWhatIsThere() throws Exception {
        host.live(NOTES_1);

        Plan plan = host.deploy(NOTES_2, bundle("com.acme.app", "1.0.0"));

        assertThat(actions(plan.bundles())).containsExactly("ADD com.acme.app", "REPLACE com.acme.notes");
    }

    @Test
    void removesStopsAndStarts() throws Exception {
        host.live(NOTES_1, bundle("com.acme.app", "1.0.0"), bundle("com.acme.text", "1.0.0"));
        host.stopped("com.acme.text");

        Plan plan = host.plan(
                new Change.Uninstall("com.acme.notes"),
                new Change.Stop("com.acme.app"),
                new Change.Start("com.acme.text"));

        assertThat(actions(plan.bundles()))
                .containsExactly("STOP com.acme.app", "REMOVE com.acme.notes", "START com.acme.text");
        assertThat(plan.applicable()).isTrue();
    }

    @Test
    void startsABundleThatIsMeantToRunButDoesNot() throws Exception {
        host.install(NOTES_1);

        Plan plan = host.plan(new Change.Start("com.acme.notes"));

        assertThat(actions(plan.bundles())).containsExactly("START com.acme.notes");
    }

    @Test
    void saysThatAStoppedBundleStaysStoppedAfterItsUpdate() throws Exception {
        host.live(NOTES_1);
        host.stopped("com.acme.notes");

        Plan plan = host.deploy(NOTES_2.importing("nowhere.to.be.found", "1.0"));

        assertThat(actions(plan.bundles())).containsExactly("REPLACE com.acme.notes");
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.warnings())
                .containsExactly("com.acme.notes is stopped, and stays so. Start it when it shall serve.");
    }

    @Test
    void leavesOutOfARequestWhatIsThatWayAlready() throws Exception {
        host.live(NOTES_1);

        Plan plan = host.deploy(NOTES_1, bundle("com.acme.app", "1.0.0"));

        assertThat(actions(plan.bundles())).containsExactly("ADD com.acme.app");
    }

    @Test
    void rollsBackToWhatASetHad() throws Exception {
        host.live(NOTES_1, bundle("com.acme.app", "1.0.0"), bundle("com.acme.text", "1.0.0"));
        host.stopped("com.acme.text");
        long set = host.rememberSet();
        host.forget("com.acme.notes");
        host.forget("com.acme.app");
        host.forget("com.acme.text");
        host.live(NOTES_2, bundle("com.acme.text", "1.0.0"), bundle("com.acme.later", "1.0.0"));

        Plan plan = host.plan(new Change.RollBack(set));

        assertThat(actions(plan.bundles()))
                .containsExactly(
                        "ADD com.acme.app", "REMOVE com.acme.later", "REPLACE com.acme.notes", "STOP com.acme.text");
        assertThat(plan.bundles().get(2).to()).contains(new Version("1.0.0"));
        assertThat(plan.leavesRequest()).isFalse();
        assertThat(plan.applicable()).isTrue();
    }

    @Test
    void refusesARequestThatContradictsTheSet() throws Exception {
        host.live(NOTES_1);
        Sha256 notes1 = host.upload(NOTES_1);
        Sha256 app = host.upload(bundle("com.acme.app", "1.0.0"));

        refused(
                () -> host.plan(new Change.Install(notes1)),
                DeploymentProblem.BUNDLE_PRESENT,
                "com.acme.notes 1.0.0 is in the current set already. Update it instead of installing it.");
        refused(
                () -> host.plan(new Change.Update(app)),
                DeploymentProblem.BUNDLE_UNKNOWN,
                "com.acme.app is not in set 1. Install it instead of updating it.");
        refused(
                () -> host.plan(new Change.Stop("com.acme.nothing")),
                DeploymentProblem.BUNDLE_UNKNOWN,
                "com.acme.nothing is not in set 1. See the list of bundles for its right name.");
        refused(
                () -> host.plan(new Change.Update(notes1)),
                DeploymentProblem.NOTHING_TO_DO,
                "Set 1 is already as asked for. There is nothing to deploy.");
        refused(
                () -> host.plan(new Change.Start("com.acme.notes")),
                DeploymentProblem.NOTHING_TO_DO,
                "Set 1 is already as asked for. There is nothing to deploy.");
        refused(
                () -> host.plan(new Change.RollBack(7)),
                DeploymentProblem.SET_UNKNOWN,
                "Set 7 does not exist, or is forgotten. Choose one that is still listed.");
        refused(
                () -> host.plan(new Change.Install(new Sha256("0".repeat(64)))),
                DeploymentProblem.ARTIFACT_UNKNOWN,
                "Artifact 000000000000 is not stored here. Upload it first.");
    }

    @Test
    void refusesARequestThatContradictsItself() throws Exception {
        host.live(NOTES_1);

        refused(
                () -> host.plan(new Change.Stop("com.acme.notes"), new Change.Uninstall("com.acme.notes")),
                DeploymentProblem.REQUEST_INVALID,
                "com.acme.notes stands twice in the request. Ask for one change of each bundle.");
        refused(
                () -> host.plan(new Change.Stop("com.acme.notes"), new Change.RollBack(0)),
                DeploymentProblem.REQUEST_INVALID,
                "A roll-back makes a whole set live again, so it must be the only change. Ask for the others in a"
                        + " deployment of their own.");
    }

    @Test
    void leavesPlatformBundlesAlone() throws Exception {
        host.platform(bundle("io.subrack.kernel.api", "0.1.0"));
        String sentence = "io.subrack.kernel.api belongs to the platform, which only a platform upgrade changes. A"
                + " bundle of your own needs another symbolic name.";

        refused(
                () -> host.deploy(bundle("io.subrack.kernel.api", "9.0.0")),
                DeploymentProblem.PLATFORM_BUNDLE,
                sentence);
        refused(() -> host.plan(new Change.Stop("io.subrack.kernel.api")), DeploymentProblem.PLATFORM_BUNDLE, sentence);
    }

    private static void refused(ThrowingCallable plan, DeploymentProblem problem, String sentence) {
        assertThatThrownBy(plan)
                .isInstanceOfSatisfying(
                        DeploymentException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessage(sentence);
    }
}

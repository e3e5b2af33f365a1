/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static io.subrack.kernel.deployment.PlanningFramework.actions;
import static io.subrack.kernel.deployment.PlanningFramework.grants;
import static io.subrack.kernel.deployment.PlanningFramework.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Plan.Interruption;
import io.subrack.kernel.api.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a plan says of grants, public paths and scopes. */
class PlannedGrantsTest extends PlanningTest {
    private static final BundleJar TEXT_1 = bundle("com.acme.text", "1.0.0").exporting("com.acme.text", "1.0.0");

    private static BundleJar notes(String version, String grants) {
        return bundle("com.acme.notes", version).header("Subrack-Grants", grants);
    }

    private static Change.Grant grant(String... scopes) {
        return new Change.Grant("com.acme.notes", new TreeSet<>(List.of(scopes)));
    }

    @Test
    void showsWhatANewBundleAsksFor() {
        assertThat(grants(host.deploy(notes("1.0.0", "text.write, text.read"))))
                .containsExactly("ASKED_NEW com.acme.notes text.read", "ASKED_NEW com.acme.notes text.write");
    }

    @Test
    void keepsWhatWasGrantedAndIsStillAskedDropsTheRestAndAsksAgain() throws Exception {
        host.live(notes("1.0.0", "a.denied,b.kept,c.dropped"));
        host.granted("com.acme.notes", "b.kept", "c.dropped");

        assertThat(grants(host.deploy(notes("1.1.0", "a.denied,b.kept,d.new"))))
                .containsExactly(
                        "ASKED_NEW com.acme.notes a.denied",
                        "KEPT com.acme.notes b.kept",
                        "DROPPED com.acme.notes c.dropped",
                        "ASKED_NEW com.acme.notes d.new");
    }

    @Test
    void dropsEverythingWhenTheBundleGoes() throws Exception {
        host.live(notes("1.0.0", "text.read,text.write"));
        host.granted("com.acme.notes", "text.read");

        assertThat(grants(host.plan(new Change.Uninstall("com.acme.notes"))))
                .containsExactly("DROPPED com.acme.notes text.read");
    }

    @Test
    void asksNobodyAboutABundleThatIsOnlyWiredAnew() throws Exception {
        host.live(TEXT_1, notes("1.0.0", "text.read,text.write").importing("com.acme.text", "[1,2)"));
        host.granted("com.acme.notes", "text.read");

        Plan plan = host.deploy(bundle("com.acme.text", "1.1.0").exporting("com.acme.text", "1.1.0"));

        assertThat(actions(plan.bundles())).containsExactly("REWIRE com.acme.notes", "REPLACE com.acme.text");
        assertThat(grants(plan)).containsExactly("KEPT com.acme.notes text.read");
    }

    @Test
    void changesGrantsAloneWithoutTouchingTheBundle() throws Exception {
        host.live(notes("1.0.0", "a,b,c").header("Subrack-Update", "exclusive"));
        host.granted("com.acme.notes", "a", "b");

        Plan plan = host.plan(grant("b", "c"));

        assertThat(actions(plan.bundles())).containsExactly("GRANT com.acme.notes");
        assertThat(plan.bundles()).allMatch(BundleChange::liveTwice);
        assertThat(plan.interruption()).isEqualTo(Interruption.NONE);
        assertThat(plan.wiring()).isEmpty();
        assertThat(plan.contributions()).isEmpty();
        assertThat(grants(plan))
                .containsExactly("DROPPED com.acme.notes a", "KEPT com.acme.notes b", "GIVEN com.acme.notes c");
    }

    @Test
    void wiresABundleAnewThoughOnlyItsGrantsWereNamed() throws Exception {
        host.live(TEXT_1, notes("1.0.0", "a").importing("com.acme.text", "[1,2)"));
        Sha256 text = host.upload(bundle("com.acme.text", "1.1.0").exporting("com.acme.text", "1.1.0"));

        Plan plan = host.plan(new Change.Deploy(text), grant("a"));

        assertThat(actions(plan.bundles())).containsExactly("REWIRE com.acme.notes", "REPLACE com.acme.text");
        assertThat(grants(plan)).containsExactly("GIVEN com.acme.notes a");
        assertThat(plan.leavesRequest()).isTrue();
        assertThat(plan.applicable()).isTrue();
    }

    @Test
    void grantsNothingThatIsNotAskedFor() throws Exception {
        host.live(notes("1.0.0", "a"));

        assertThatThrownBy(() -> host.plan(grant("a", "platform.users")))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.REQUEST_INVALID))
                .hasMessage(
                        "com.acme.notes 1.0.0 does not ask for 'platform.users'. Grant only scopes that stand in its"
                                + " Subrack-Grants.");
        assertThatThrownBy(() -> host.plan(grant()))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.NOTHING_TO_DO));
    }

    @Test
    void asksAgainForWhatWasTakenAwaySinceTheSetThatIsRolledBackTo() throws Exception {
        host.live(notes("1.0.0", "a,b,c"));
        host.granted("com.acme.notes", "a", "b");
        long set = host.rememberSet();
        host.granted("com.acme.notes", "b", "c");

        Plan plan = host.plan(new Change.RollBack(set));

        assertThat(actions(plan.bundles())).containsExactly("GRANT com.acme.notes");
        assertThat(grants(plan))
                .containsExactly("ASKED_NEW com.acme.notes a", "KEPT com.acme.notes b", "DROPPED com.acme.notes c");
    }

    @Test
    void asksForGrantsAlsoIfNothingElseIsRolledBack() throws Exception {
        host.live(notes("1.0.0", "a,b"));
        host.granted("com.acme.notes", "a", "b");
        long set = host.rememberSet();
        host.granted("com.acme.notes", "b");

        Plan plan = host.plan(new Change.RollBack(set));

        assertThat(actions(plan.bundles())).containsExactly("GRANT com.acme.notes");
        assertThat(grants(plan)).containsExactly("ASKED_NEW com.acme.notes a", "KEPT com.acme.notes b");
    }

    @Test
    void showsPublicPathsAndScopesAsContributions() throws Exception {
        host.live(bundle("com.acme.notes", "1.0.0").header("Subrack-Public", "/notes"));

        Plan plan = host.deploy(bundle("com.acme.notes", "1.1.0")
                .header("Subrack-Public", "/notes/open")
                .header("Subrack-Scopes", "notes.read;description=\"Read notes\""));

        assertThat(plan.contributions())
                .extracting(
                        change -> change.effect() + " " + change.contribution().kind() + " "
                                + change.contribution().id())
                .containsExactly("DISAPPEARS public /notes", "APPEARS public /notes/open", "APPEARS scope notes.read");
    }

    @Test
    void letsNobodyDefineTheScopeOfAnother() throws Exception {
        host.live(bundle("com.acme.notes", "1.0.0"));
        host.contributing("com.acme.notes", new io.subrack.kernel.api.Contribution("scope", "notes.read"));

        assertThat(sentences(host.deploy(bundle("com.acme.thief", "1.0.0").header("Subrack-Scopes", "notes.read"))))
                .containsExactly(
                        "Scope notes.read belongs to com.acme.notes. com.acme.thief 1.0.0 wants it too. Give it"
                                + " another name, or remove com.acme.notes in the same deployment.");
    }

    @Test
    void keepsAnOldArtifactThatAPlanNeedsThoughItIsAboutToBeRemoved() throws Exception {
        Sha256 digest = host.upload(notes("1.0.0", "a"));
        age(digest);
        Set<Sha256> computedBeforeThePlan = Set.of();

        Plan plan = host.plan(new Change.Install(digest));
        int removed = host.artifacts.collectGarbage(computedBeforeThePlan);

        assertThat(removed).isZero();
        assertThat(host.artifacts.info(digest)).isPresent();
        assertThat(plan.bundles().get(0).artifact()).contains(digest);
    }

    @Test
    void removesAnOldArtifactThatNoPlanNeeds() throws Exception {
        Sha256 digest = host.upload(notes("1.0.0", "a"));
        age(digest);

        assertThat(host.artifacts.collectGarbage(Set.of())).isEqualTo(1);
        assertThatThrownBy(() -> host.plan(new Change.Install(digest)))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.ARTIFACT_UNKNOWN));
    }

    private void age(Sha256 digest) throws Exception {
        Path file = directory.resolve("artifacts/sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex() + ".jar");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(FileArtifacts.GRACE.multipliedBy(2))));
    }
}

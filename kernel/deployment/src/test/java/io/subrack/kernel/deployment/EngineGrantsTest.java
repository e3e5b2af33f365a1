/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.deployment.bundles.Greeting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** What bundles are granted, from the admin's decision to the set on disk. */
class EngineGrantsTest {
    private static final String NAME = "com.acme.greeter";

    @TempDir
    Path data;

    private EngineFixture fixture;

    @BeforeEach
    void boot() {
        fixture = new EngineFixture(data).booted();
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    private static TestJar greeter(String version, String grants) {
        return TestJar.bundle(NAME, version).activator(Greeting.class).header("Subrack-Grants", grants);
    }

    private Deployment deploy(GrantDecision decision, TestJar jar) {
        String plan = fixture.plan(new Change.Deploy(fixture.artifact(jar))).id();
        return fixture.finish(fixture.engine.apply(plan, new Approval(false, decision)));
    }

    private Deployment grant(String... scopes) {
        return fixture.apply(new Change.Grant(NAME, new TreeSet<>(List.of(scopes))));
    }

    private Set<String> grants() {
        return fixture.engine.currentSet().entry(NAME).orElseThrow().grants();
    }

    private Bundle instance() {
        return Arrays.stream(fixture.framework.context().getBundles())
                .filter(bundle -> NAME.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void grantsNothingUnlessTheAdminSaysSo() {
        Deployment deployment = deploy(GrantDecision.none(), greeter("1.0.0", "a,b"));

        assertThat(deployment.status()).isEqualTo(Deployment.Status.COMMITTED);
        assertThat(grants()).isEmpty();
        assertThat(deployment.warnings())
                .containsExactly("com.acme.greeter asks for a, b, which is not granted: what it does with that is"
                        + " refused. Grant it when it shall.");
    }

    @Test
    void grantsAllThatIsAskedOrWhatIsNamed() {
        deploy(GrantDecision.named(Map.of(NAME, List.of("b"))), greeter("1.0.0", "a,b"));
        Set<String> named = grants();
        Deployment all = deploy(GrantDecision.allAsked(), greeter("1.1.0", "a,b,c"));

        assertThat(named).containsExactly("b");
        assertThat(grants()).containsExactly("a", "b", "c");
        assertThat(all.warnings()).isEmpty();
        assertThat(all.steps()).extracting(Deployment.Step::text).contains("granted: " + NAME + ": a, " + NAME + ": c");
    }

    @Test
    void refusesADecisionOnWhatIsNotAskedAndChangesNothing() {
        String plan = fixture.plan(new Change.Deploy(fixture.artifact(greeter("1.0.0", "a"))))
                .id();

        assertThatThrownBy(() -> fixture.engine.apply(
                        plan, new Approval(true, GrantDecision.named(Map.of(NAME, List.of("platform.users"))))))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.REQUEST_INVALID))
                .hasMessageContaining("does not ask for 'platform.users' for 'com.acme.greeter'");
        assertThat(fixture.engine.currentSet().number()).isZero();
    }

    @Test
    void keepsWhatWasGrantedOverAnUpdateAndDropsWhatIsNotAskedAnyMore() {
        deploy(GrantDecision.allAsked(), greeter("1.0.0", "a,b"));

        deploy(GrantDecision.none(), greeter("1.1.0", "b,c"));

        assertThat(grants()).containsExactly("b");
        assertThat(fixture.participant.entries)
                .extracting(SetEntry::grants)
                .containsExactly(new TreeSet<>(Set.of("b")));
    }

    @Test
    void changesGrantsOfARunningBundleWithoutTouchingIt() {
        deploy(GrantDecision.allAsked(), greeter("1.0.0", "a,b"));
        Bundle before = instance();
        long started = before.getLastModified();
        var contributions =
                fixture.engine.currentSet().entry(NAME).orElseThrow().contributions();

        Deployment deployment = grant("b");

        assertThat(deployment.status()).isEqualTo(Deployment.Status.COMMITTED);
        assertThat(deployment.newSet()).contains(2L);
        assertThat(grants()).containsExactly("b");
        assertThat(instance()).isSameAs(before);
        assertThat(before.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(before.getLastModified()).isEqualTo(started);
        assertThat(fixture.participant.moves).isEmpty();
        assertThat(fixture.participant.entries)
                .extracting(SetEntry::grants)
                .containsExactly(new TreeSet<>(Set.of("b")));
        assertThat(fixture.participant.calls).endsWith("join", "switchOver", "committed", "close");
        assertThat(fixture.engine.currentSet().entry(NAME).orElseThrow().contributions())
                .isEqualTo(contributions);
        assertThat(deployment.steps()).extracting(Deployment.Step::text).contains("taken away: " + NAME + ": a");
    }

    @Test
    void leavesTheGrantsWhenAParticipantRefusesThem() {
        deploy(GrantDecision.allAsked(), greeter("1.0.0", "a"));
        fixture.participant.throwIn = "switchOver";

        Deployment deployment = grant();

        assertThat(deployment.status()).isEqualTo(Deployment.Status.UNDONE);
        assertThat(grants()).containsExactly("a");
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
    }

    @Test
    void keepsGrantsOverStopStartAndARestartOfThePlatform() {
        deploy(GrantDecision.allAsked(), greeter("1.0.0", "a"));
        fixture.apply(new Change.Stop(NAME));
        Set<String> stopped = grants();
        fixture.apply(new Change.Start(NAME));
        fixture.close();

        fixture = new EngineFixture(data).booted();

        assertThat(stopped).containsExactly("a");
        assertThat(grants()).containsExactly("a");
        assertThat(fixture.say()).containsExactly("hello from 1.0.0");
    }

    @Test
    void bringsGrantsBackWithTheSetThatIsRolledBackToIfTheAdminSaysSo() {
        deploy(GrantDecision.allAsked(), greeter("1.0.0", "a,b"));
        deploy(GrantDecision.none(), greeter("2.0.0", "b,c"));

        fixture.apply(new Change.RollBack(1));
        assertThat(grants()).as("what was taken away since stays so").containsExactly("b");
        fixture.apply(new Change.RollBack(2));
        String plan = fixture.plan(new Change.RollBack(1)).id();
        Deployment asked = fixture.finish(fixture.engine.apply(plan, new Approval(false, GrantDecision.allAsked())));

        assertThat(grants()).containsExactly("a", "b");
        assertThat(asked.grants()).contains(new GrantChange(NAME, "a", GrantChange.Effect.GIVEN));
        assertThat(fixture.framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
    }

    @Test
    void forgetsTheGrantsOfABundleThatWasUninstalled() {
        deploy(GrantDecision.allAsked(), greeter("1.0.0", "a"));
        fixture.apply(new Change.Uninstall(NAME));

        deploy(GrantDecision.none(), greeter("1.0.0", "a"));

        assertThat(grants()).isEmpty();
    }
}

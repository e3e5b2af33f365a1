/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.deployment.bundles.Dawdling;
import io.subrack.kernel.deployment.bundles.Greeting;
import io.subrack.kernel.deployment.bundles.Wishing;
import io.subrack.kernel.deployment.bundles.wish.Wish;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a service is waited for, and when waiting is of no use. */
class EngineHopelessTest {
    private static final Duration PROBE = Duration.ofSeconds(4);
    private static final String NAME = "com.acme.wishing";

    @TempDir
    Path data;

    private EngineFixture fixture;

    @BeforeEach
    void boot() {
        EngineSettings usual = EngineFixture.settings(Duration.ZERO, 16);
        fixture = new EngineFixture(
                        data,
                        new EngineSettings(
                                usual.start(),
                                usual.stop(),
                                PROBE,
                                usual.drain(),
                                usual.watch(),
                                usual.participant(),
                                usual.bootPatience(),
                                usual.queue(),
                                usual.plans()))
                .booted();
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    /** The interface is its own; nobody else can know it. */
    private static TestJar wishing() {
        return needing(TestJar.bundle(NAME, "1.0.0").type(Wish.class));
    }

    private static TestJar api() {
        return TestJar.bundle("com.acme.wish", "1.0.0")
                .header("Export-Package", Wish.class.getPackageName())
                .type(Wish.class);
    }

    private static TestJar importing(String symbolicName) {
        return TestJar.bundle(symbolicName, "1.0.0")
                .header("Import-Package", "org.osgi.framework," + Wish.class.getPackageName());
    }

    private static TestJar needing(TestJar jar) {
        return jar.component(
                Wishing.class,
                "immediate=\"true\" init=\"1\"",
                "<reference name=\"wish\" interface=\"" + Wish.class.getName() + "\" parameter=\"0\"/>");
    }

    private static Duration took(Deployment deployment) {
        return Duration.between(deployment.started(), deployment.ended().orElseThrow());
    }

    private void assertFailedEarly(Deployment deployment) {
        assertThat(deployment.status()).isEqualTo(Status.UNDONE);
        assertThat(deployment.failure().orElseThrow().type()).isEqualTo(DeploymentProblem.PROBE_FAILED);
        assertThat(deployment.failure().orElseThrow().sentence())
                .startsWith("Nobody provides service " + Wish.class.getName())
                .endsWith("install a bundle that does.");
        assertThat(deployment.failure().orElseThrow().causes())
                .extracting(Cause::kind, Cause::bundle, Cause::subject)
                .containsExactly(tuple(Cause.Kind.SERVICE_MISSING, NAME, Wish.class.getName()));
        assertThat(took(deployment)).isLessThan(PROBE.multipliedBy(3).dividedBy(4));
    }

    @Test
    void doesNotWaitForAServiceThatNobodyKnows() {
        fixture.deployed(TestJar.bundle("com.acme.greeter", "1.0.0").activator(Greeting.class));

        assertFailedEarly(fixture.deploy(wishing()));
    }

    @Test
    void doesNotWaitForAServiceOfAnApiThatNobodyImplements() {
        assertFailedEarly(fixture.deploy(api(), needing(importing(NAME))));
    }

    @Test
    void waitsForAServiceThatAnActivatorMayStillRegister() {
        Deployment deployment = fixture.deploy(wishing().activator(Dawdling.class));

        assertThat(deployment.failure()).isEmpty();
        assertThat(took(deployment)).isGreaterThan(Duration.ofMillis(Dawdling.MILLIS));
    }

    @Test
    void waitsForAServiceThatAnyBundleWiredToItsApiMayStillRegister() {
        Deployment deployment = fixture.deploy(
                api(), needing(importing(NAME)), importing("com.acme.dawdling").activator(Dawdling.class));

        assertThat(deployment.failure()).isEmpty();
        assertThat(took(deployment)).isGreaterThan(Duration.ofMillis(Dawdling.MILLIS));
    }

    @Test
    void waitsToTheEndWhereAnExtenderMayMakeAnything() {
        Deployment deployment = fixture.deploy(
                wishing(),
                TestJar.bundle("com.acme.extender", "1.0.0")
                        .header("Provide-Capability", "osgi.extender;osgi.extender=com.acme"));

        assertThat(deployment.failure().orElseThrow().sentence()).endsWith("It was waited for 4 s.");
    }
}

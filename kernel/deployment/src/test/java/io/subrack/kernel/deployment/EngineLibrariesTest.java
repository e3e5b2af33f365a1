/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Which copy of a library bundles really get, at a deployment and at the next start. */
class EngineLibrariesTest {
    private static final String MAPPER = "com.fasterxml.jackson.databind";
    private static final String COPY = "com.fasterxml.jackson.core.jackson-databind";

    @TempDir
    Path data;

    private EngineFixture fixture;
    private int platformBundles;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(data).booted();
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    private static TestJar library(String version) {
        return TestJar.bundle(COPY, version).header("Export-Package", MAPPER + ";version=\"" + version + "\"");
    }

    private static TestJar importing(String symbolicName, String range) {
        return TestJar.bundle(symbolicName, "1.0.0").header("Import-Package", MAPPER + ";version=\"" + range + "\"");
    }

    private String providerFor(String symbolicName) {
        Bundle bundle = Stream.of(fixture.framework.context().getBundles())
                .filter(it -> symbolicName.equals(it.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        return bundle.adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .filter(it -> MAPPER.equals(it.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(BundleWire::getProvider)
                .map(it -> it.getBundle().getBundleId() == 0 ? "platform" : it.getSymbolicName())
                .findFirst()
                .orElse("nobody");
    }

    @Test
    void givesThePlatformsToAllWhoCanTakeItAtADeploymentAndAfterARestart() {
        fixture.deployed(library("2.99.0"), importing("com.acme.early", "[2.0,3)"));
        fixture.deployed(importing("com.acme.late", "[2.0,3)"), importing("com.acme.picky", "[2.90,3)"));

        assertThat(providerFor("com.acme.early")).isEqualTo("platform");
        assertThat(providerFor("com.acme.late")).isEqualTo("platform");
        assertThat(providerFor("com.acme.picky")).isEqualTo(COPY);

        fixture.close();
        fixture = new EngineFixture(data).booted();

        assertThat(providerFor("com.acme.early")).isEqualTo("platform");
        assertThat(providerFor("com.acme.late")).isEqualTo("platform");
        assertThat(providerFor("com.acme.picky")).isEqualTo(COPY);
    }

    @Test
    void neverWiresAPlatformBundleToACopy() throws Exception {
        fixture.deployed(library("2.99.0"));
        Bundle managing = platform(importing("io.subrack.managing", "[2.0,3)"));

        managing.start();

        assertThat(providerFor("io.subrack.managing")).isEqualTo("platform");
    }

    @Test
    void neverWiresAPlatformBundleToACopyThatIsStopped() throws Exception {
        fixture.deployed(
                TestJar.bundle("com.acme.library", "2.0.0").header("Export-Package", "com.acme.lib;version=2.0"));
        assertThat(fixture.apply(new Change.Stop("com.acme.library")).status()).isEqualTo(Deployment.Status.COMMITTED);
        fixture.close();
        fixture = new EngineFixture(data);
        platform(TestJar.bundle("io.subrack.library", "1.0.0").header("Export-Package", "com.acme.lib;version=1.0"));
        fixture.booted();

        Bundle managing = platform(
                TestJar.bundle("io.subrack.managing", "1.0.0").header("Import-Package", "com.acme.lib;version=1.0"));
        managing.start();

        assertThat(managing.adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE))
                .extracting(wire -> wire.getProvider().getSymbolicName())
                .containsExactly("io.subrack.library");
    }

    private Bundle platform(TestJar jar) throws Exception {
        try (var content = jar.stream()) {
            return fixture.framework.context().installBundle("platform:" + (++platformBundles), content);
        }
    }

    @Test
    void replacesAndRemovesACopyWithoutTouchingWhoDoesNotUseIt() {
        fixture.deployed(library("2.99.0"), importing("com.acme.orders", "[2.0,3)"));
        long before = idOf("com.acme.orders");

        fixture.deployed(library("2.99.1"));
        fixture.apply(new Change.Uninstall(COPY));

        assertThat(idOf("com.acme.orders")).isEqualTo(before);
    }

    private long idOf(String symbolicName) {
        return Stream.of(fixture.framework.context().getBundles())
                .filter(it -> symbolicName.equals(it.getSymbolicName()))
                .mapToLong(Bundle::getBundleId)
                .max()
                .orElse(-1);
    }
}

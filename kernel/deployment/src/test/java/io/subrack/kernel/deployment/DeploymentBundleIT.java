/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.Platform.State;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.deployment.bundles.Greeting;
import io.subrack.kernel.spi.Boot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.condition.Condition;

/** The built bundle as an ordinary bundle of a framework: its manifest, its components, their configuration. */
class DeploymentBundleIT {
    @TempDir
    Path home;

    private TestFramework framework;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(home.resolve("config"));
        framework = new TestFramework(
                        home,
                        Map.of(
                                PlatformProperties.HOME, home.toString(),
                                PlatformProperties.CONFIG,
                                        home.resolve("config").toString(),
                                PlatformProperties.DATA, home.resolve("data").toString(),
                                PlatformProperties.VERSION, "0.1.0"))
                .withConfigurationAdmin()
                .withComponents();
    }

    @AfterEach
    void stop() {
        framework.close();
    }

    private void installTheBundle() throws IOException, BundleException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path jar = built.filter(file -> file.getFileName().toString().matches("io\\.subrack.*[T0-9]\\.jar"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream content = Files.newInputStream(jar)) {
                framework
                        .context()
                        .installBundle("platform:io.subrack.kernel.deployment", content)
                        .start();
            }
        }
    }

    private <T> T service(Class<T> type) {
        return EngineFixture.eventually(() -> {
            ServiceReference<T> reference = framework.context().getServiceReference(type);
            return reference == null ? null : framework.context().getService(reference);
        });
    }

    @Test
    void bootsAndTakesFilesFromItsFolder() throws IOException, BundleException {
        Files.writeString(
                home.resolve("config/io.subrack.deployment.folder.properties"), "directory = ${subrack.home}/drop\n");
        installTheBundle();

        service(Boot.class).bootCurrentSet();
        framework
                .context()
                .registerService(
                        Condition.class,
                        Condition.INSTANCE,
                        FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, Boot.COMPLETE)));
        Files.write(
                EngineFixture.eventually(() -> Files.isDirectory(home.resolve("drop")) ? home.resolve("drop") : null)
                        .resolve("greeter.jar"),
                TestJar.bundle("com.acme.greeter", "1.0.0")
                        .activator(Greeting.class)
                        .bytes());

        EngineFixture.eventually(() -> service(Deployments.class).currentSet().number() == 1);
        assertThat(framework.instances()).containsExactly("com.acme.greeter 1.0.0 active");
        EngineFixture.eventually(() -> service(Platform.class).state() == State.READY);
        assertThat(service(Platform.class).version()).isEqualTo("0.1.0");
        assertThat(service(Artifacts.class)
                        .info(service(Deployments.class)
                                .currentSet()
                                .bundles()
                                .get(0)
                                .artifact()))
                .isPresent();
        service(Boot.class).shutDown(Duration.ofSeconds(5));
        assertThat(framework.instances()).containsExactly("com.acme.greeter 1.0.0 resolved");
    }

    @Test
    void doesNotStartWithAConfigurationThatIsWrong() throws IOException, BundleException {
        Files.writeString(home.resolve("config/io.subrack.deployment.properties"), "start.seconds = 0\n");

        installTheBundle();

        // It goes and comes back when its configuration arrives.
        EngineFixture.eventually(() -> {
            ServiceReference<Boot> boot = framework.context().getServiceReference(Boot.class);
            return boot != null && framework.context().getService(boot) == null;
        });
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.spi.Boot;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.condition.Condition;

/** Boots Felix with the DS stack of the test class path. */
class PlatformIT {
    private static final List<String> SERVICES = List.of(
            "org.osgi.service.cm.ConfigurationAdmin",
            "org.osgi.service.metatype.MetaTypeService",
            "org.osgi.service.event.EventAdmin",
            "org.osgi.service.component.runtime.ServiceComponentRuntime");

    private static final String COMPONENT = "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.3.0' name='c'>"
            + "<service><provide interface='java.util.concurrent.atomic.AtomicInteger'/></service>"
            + "<implementation class='java.util.concurrent.atomic.AtomicInteger'/></scr:component>";

    private static final String COMPONENT_SERVICE = "java.util.concurrent.atomic.AtomicInteger";

    @TempDir
    Path home;

    private final List<RunningPlatform> started = new ArrayList<>();

    @BeforeEach
    void makeConfigDirectory() throws IOException {
        Files.createDirectory(home.resolve("config"));
    }

    @AfterEach
    void stopAll() {
        started.forEach(RunningPlatform::close);
    }

    @ParameterizedTest
    @EnumSource
    void hasTheSameServicesInBothModes(PlatformMode mode) throws Exception {
        RunningPlatform platform = launch(mode);

        for (String service : SERVICES) {
            assertThat(platform.context().getAllServiceReferences(service, null))
                    .as(service)
                    .hasSize(1);
        }
        assertThat(platform.context().getBundles())
                .filteredOn(bundle -> bundle.getBundleId() != 0)
                .allSatisfy(bundle -> {
                    assertThat(bundle.getState()).as(bundle.getSymbolicName()).isEqualTo(Bundle.ACTIVE);
                    assertThat(bundle.getLocation()).isEqualTo("platform:" + bundle.getSymbolicName());
                });
    }

    @ParameterizedTest
    @EnumSource
    void runsTheComponentsOfAnOrdinaryBundle(PlatformMode mode) throws Exception {
        RunningPlatform platform = launch(mode);
        Path jar = Jars.write(
                home.resolve("component.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "a.component",
                        "Service-Component", "OSGI-INF/c.xml"),
                Map.of("OSGI-INF/c.xml", COMPONENT));

        Bundle bundle = platform.context().installBundle(jar.toUri().toString());
        bundle.start();

        assertThat(platform.context().getAllServiceReferences(COMPONENT_SERVICE, null))
                .hasSize(1);
        bundle.stop();
        assertThat(platform.context().getAllServiceReferences(COMPONENT_SERVICE, null))
                .isNull();
    }

    @Test
    void connectsFromOneClassPath() throws Exception {
        RunningPlatform platform = launch(PlatformMode.CONNECT);
        Bundle scr = bundle(platform, "org.apache.felix.scr");

        Class<?> type = scr.loadClass("org.apache.felix.scr.impl.Activator");

        assertThat(type.getClassLoader()).isSameAs(PlatformLauncher.class.getClassLoader());
        assertThat(FrameworkUtil.getBundle(type)).isSameAs(scr);
        URL entry = scr.getEntry("META-INF/MANIFEST.MF");
        try (var content = entry.openStream()) {
            assertThat(new String(content.readAllBytes())).contains("Bundle-SymbolicName: org.apache.felix.scr");
        }
        assertThat(scr.findEntries("org/apache/felix/scr/component", "*.class", true)
                        .hasMoreElements())
                .isTrue();
        assertThat(scr.getEntry("no/such/entry")).isNull();
    }

    @Test
    void givesBundlesTheirOwnClassLoadersInClassicModeButSharesTheKernelApi() throws Exception {
        RunningPlatform platform = launch(PlatformMode.CLASSIC);
        Bundle scr = bundle(platform, "org.apache.felix.scr");
        Bundle api = bundle(platform, "io.subrack.kernel.api");

        Class<?> type = scr.loadClass("org.apache.felix.scr.impl.Activator");

        assertThat(type.getClassLoader()).isNotSameAs(PlatformLauncher.class.getClassLoader());
        assertThat(FrameworkUtil.getBundle(type)).isSameAs(scr);
        assertThat(api.loadClass(Plan.class.getName())).isSameAs(Plan.class);
    }

    @Test
    void tellsBundlesWhereThePlatformLives() {
        RunningPlatform platform = launch(PlatformMode.CONNECT);

        assertThat(platform.context().getProperty(PlatformProperties.HOME)).isEqualTo(home.toString());
        assertThat(platform.context().getProperty(PlatformProperties.DATA))
                .isEqualTo(home.resolve("data").toString());
        assertThat(platform.context().getProperty(PlatformProperties.CONFIG))
                .isEqualTo(home.resolve("config").toString());
        assertThat(platform.context().getProperty(PlatformProperties.VERSION)).startsWith("0.");
        assertThat(platform.context().getProperty(PlatformProperties.STARTED)).endsWith("Z");
    }

    @Test
    void keepsTheClassPathFromBundlesThatForgotAnImport() throws Exception {
        RunningPlatform platform = launch(PlatformMode.CONNECT);
        Path jar = Jars.write(
                home.resolve("careless.jar"),
                Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "careless"),
                Map.of());

        Bundle bundle = platform.context().installBundle(jar.toUri().toString());

        assertThatThrownBy(() -> bundle.loadClass(Plan.class.getName())).isInstanceOf(ClassNotFoundException.class);
        assertThat(bundle.loadClass("java.sql.Driver")).isNotNull();
    }

    @Test
    void startsWhatManagesThePlatformAfterWhatServes() throws Exception {
        Path managing = Jars.write(
                home.resolve("managing.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "a.managing",
                        "Subrack-Start", "manage",
                        "Service-Component", "OSGI-INF/c.xml"),
                Map.of("OSGI-INF/c.xml", COMPONENT));
        Path serving = Jars.write(
                home.resolve("serving.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "z.serving",
                        "Service-Component", "OSGI-INF/none.xml"),
                Map.of());
        List<String> order = new CopyOnWriteArrayList<>();
        PlatformIndex index = index(PlatformMode.CONNECT).and(PlatformIndex.scan(List.of(managing, serving)));
        PlatformLauncher launcher = new PlatformLauncher(LauncherConfiguration.of(home), index)
                .onFrameworkStart(context -> watch(context, order));

        started.add(launcher.launch());

        assertThat(order).containsSubsequence("org.apache.felix.scr", "z.serving", "a.managing", "complete");
        assertThat(order).containsSubsequence("z.serving", "org.apache.felix.eventadmin", "complete");
    }

    private static void watch(BundleContext context, List<String> order) {
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STARTED) {
                order.add(event.getBundle().getSymbolicName());
            }
        });
        context.addServiceListener(event -> {
            if (Boot.COMPLETE.equals(event.getServiceReference().getProperty(Condition.CONDITION_ID))) {
                order.add("complete");
            }
        });
    }

    @Test
    void offersThePackagesOfMereLibrariesItself() throws Exception {
        RunningPlatform platform = launch(PlatformMode.CONNECT);
        Path jar = Jars.write(
                home.resolve("client.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "client",
                        "Import-Package", "io.subrack.kernel.api,org.osgi.service.component"),
                Map.of());

        Bundle bundle = platform.context().installBundle(jar.toUri().toString());

        assertThat(bundle.loadClass(Plan.class.getName())).isSameAs(Plan.class);
        assertThat(platform.context().getBundles())
                .extracting(Bundle::getSymbolicName)
                .doesNotContain("io.subrack.kernel.api", "org.osgi.service.component");
    }

    @Test
    void goesOnWhenABundleWantsToStopOrRestartIt() throws Exception {
        RunningPlatform platform = launch(PlatformMode.CONNECT);
        Path jar = Jars.write(
                home.resolve("shell.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "com.acme.shell",
                        "Bundle-Version", "1.2.0",
                        "Bundle-Activator", StoppingActivator.class.getName(),
                        "Import-Package", "org.osgi.framework"),
                Map.of(),
                StoppingActivator.class);

        Bundle shell = platform.context().installBundle(jar.toUri().toString());

        assertThatThrownBy(shell::start)
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("com.acme.shell 1.2.0 wanted to stop the whole platform, and was refused");
        Bundle framework = platform.context().getBundle(0);
        assertThatThrownBy(() -> framework.stop(Bundle.STOP_TRANSIENT)).hasMessageContaining("was refused");
        assertThatThrownBy(framework::update).hasMessageContaining("wanted to restart the whole platform");
        assertThatThrownBy(() -> framework.update(InputStream.nullInputStream()))
                .hasMessageContaining("was refused");
        assertThat(framework.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(platform.stop()).isTrue();
        assertThat(framework.getState()).isNotEqualTo(Bundle.ACTIVE);
    }

    /** As a shell does whose input has ended. */
    public static final class StoppingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) throws BundleException {
            context.getBundle(0).stop();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    @Test
    void namesWhatAPlatformBundleLacks() throws IOException {
        Path leaf = Jars.write(
                home.resolve("leaf.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "leaf",
                        "Bundle-Version", "1.1.0",
                        "Service-Component", "OSGI-INF/leaf.xml",
                        "Export-Package", "leaf",
                        "Import-Package", "nowhere.to.be.found,io.subrack.kernel.api;version=\"[7,8)\""),
                Map.of());
        Path dragged = Jars.write(
                home.resolve("dragged.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "dragged",
                        "Service-Component", "OSGI-INF/dragged.xml",
                        "Import-Package", "leaf"),
                Map.of());
        PlatformIndex index = index(PlatformMode.CONNECT).and(PlatformIndex.scan(List.of(leaf, dragged)));

        LaunchException problem = catchThrowableOfType(
                LaunchException.class, () -> new PlatformLauncher(LauncherConfiguration.of(home), index).launch());

        assertThat(problem.exitCode()).isEqualTo(ExitCode.PLATFORM_FAILED);
        assertThat(problem)
                .hasMessageContaining("leaf 1.1.0 needs osgi.wiring.package (osgi.wiring.package=nowhere.to.be.found);"
                        + " no platform bundle offers it")
                .hasMessageContaining("there is only io.subrack.kernel.api 1")
                .hasMessageContaining("not resolved because of that: dragged");
        assertThat(home.resolve("data/run/subrack.pid")).doesNotExist();
    }

    @Test
    void namesTheBundleWhoseActivatorFails() throws IOException {
        Path jar = Jars.write(
                home.resolve("broken.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "broken",
                        "Bundle-Activator", "no.such.Activator"),
                Map.of());
        PlatformIndex index = index(PlatformMode.CONNECT).and(PlatformIndex.scan(List.of(jar)));

        LaunchException problem = catchThrowableOfType(
                LaunchException.class, () -> new PlatformLauncher(LauncherConfiguration.of(home), index).launch());

        assertThat(problem.exitCode()).isEqualTo(ExitCode.PLATFORM_FAILED);
        assertThat(problem).hasMessageContaining("broken 0.0.0 cannot be started", "no.such.Activator");
    }

    @Test
    void lendsTheDataDirectoryToOnePlatformAtATime() {
        RunningPlatform first = launch(PlatformMode.CONNECT);

        LaunchException problem = catchThrowableOfType(LaunchException.class, () -> launch(PlatformMode.CONNECT));

        assertThat(problem.exitCode()).isEqualTo(ExitCode.DATA_LOCKED);
        assertThat(problem)
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid());
        assertThat(first.stop()).isTrue();
        assertThat(launch(PlatformMode.CONNECT).context()).isNotNull();
    }

    @Test
    void startsWithAnEmptyFrameworkAndClearsAwayTheLastOne() throws Exception {
        RunningPlatform first = launch(PlatformMode.CONNECT);
        Path jar = Jars.write(
                home.resolve("stray.jar"),
                Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "stray"),
                Map.of());
        first.context().installBundle(jar.toUri().toString());
        first.halt();

        RunningPlatform second = launch(PlatformMode.CONNECT);
        second.awaitReady();

        assertThat(second.context().getBundles())
                .noneMatch(bundle -> bundle.getSymbolicName().equals("stray"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Files.exists(home.resolve("data/cache.old"))) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }

    private RunningPlatform launch(PlatformMode mode) {
        RunningPlatform platform =
                new PlatformLauncher(LauncherConfiguration.of(home).withMode(mode), index(mode)).launch();
        started.add(platform);
        return platform;
    }

    private static Bundle bundle(RunningPlatform platform, String symbolicName) {
        for (Bundle bundle : platform.context().getBundles()) {
            if (bundle.getSymbolicName().equals(symbolicName)) {
                return bundle;
            }
        }
        throw new AssertionError(symbolicName + " is not installed");
    }

    /** SPI-Fly is there in classic mode only, as in the distribution. */
    private static PlatformIndex index(PlatformMode mode) {
        return PlatformIndex.scan(TestClassPath.platform(mode));
    }
}

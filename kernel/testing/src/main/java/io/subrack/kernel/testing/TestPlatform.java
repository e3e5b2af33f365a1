/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import io.subrack.auth.spi.Guard;
import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.launcher.LauncherConfiguration;
import io.subrack.kernel.launcher.PlatformIndex;
import io.subrack.kernel.launcher.PlatformLauncher;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.launcher.RunningPlatform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/**
 * The real kernel in this JVM, with all platform bundles of the test class path, on directories of its own and a free
 * port. Use it in a {@code try} statement, or let {@link SubrackExtension} do it.
 */
public final class TestPlatform implements AutoCloseable {
    private final Settings settings;
    private final Path root;
    private final boolean ownsRoot;
    private final PlatformIndex index;
    private final TestGuard guard = new TestGuard();
    private @Nullable RunningPlatform running;

    private TestPlatform(Settings settings) {
        this.settings = settings.copy();
        this.ownsRoot = settings.root == null;
        this.root = settings.root == null ? temporaryDirectory() : settings.root;
        this.index = TestClassPath.index(settings.mode, settings.excluded, settings.shared);
    }

    /** Returns settings for a platform in Connect mode on temporary directories. */
    public static Settings with() {
        return new Settings();
    }

    /** Starts a platform with the default settings. */
    public static TestPlatform start() {
        return with().start();
    }

    /** Returns the context of the system bundle. */
    public BundleContext context() {
        return running().context();
    }

    public Deployments deployments() {
        return service(Deployments.class);
    }

    public Artifacts artifacts() {
        return service(Artifacts.class);
    }

    public Platform platform() {
        return service(Platform.class);
    }

    /** Returns the directory that has {@code config/}, {@code data/} and {@code deploy/}. */
    public Path home() {
        return root;
    }

    public Path data() {
        return root.resolve("data");
    }

    /** Returns where the front door listens, without a slash at the end; waits until it does. */
    public URI baseUrl() {
        return Await.value("the front door's address", Await.DEADLINE, () -> {
            Path file = data().resolve("run").resolve("http.url");
            String text = Files.exists(file) ? Files.readString(file).strip() : "";
            return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(withoutSlash(text)));
        });
    }

    /**
     * Returns the guard that knows the test's tokens.
     *
     * @throws IllegalStateException if the test class path has central auth
     */
    public TestGuard guard() {
        if (hasAuth()) {
            throw new IllegalStateException("this platform has central auth: get a token from it");
        }
        return guard;
    }

    /** Returns a new token with these scopes. @throws IllegalStateException as {@link #guard()} */
    public String token(String... scopes) {
        return guard().token(scopes);
    }

    /** Returns a new token with all scopes of the platform. @throws IllegalStateException as {@link #guard()} */
    public String operatorToken() {
        return token(TestGuard.PLATFORM_SCOPES.toArray(String[]::new));
    }

    private boolean hasAuth() {
        return index.symbolicNames().contains("io.subrack.auth.tokens");
    }

    /**
     * Returns a service; waits until there is one.
     *
     * @param type in classic mode a type of the JDK, of the kernel API, or of a {@link Settings#share shared} bundle
     * @throws AssertionError if there is none within {@link Await#DEADLINE}
     */
    public <T> T service(Class<T> type) {
        return Await.value("a service " + type.getName(), Await.DEADLINE, () -> findService(type));
    }

    /** Returns a service, or empty if there is none right now. */
    public <T> Optional<T> findService(Class<T> type) {
        ServiceReference<T> reference = context().getServiceReference(type);
        return reference == null
                ? Optional.empty()
                : Optional.ofNullable(context().getService(reference));
    }

    /** Returns the bundle with this symbolic name; of several, the one installed last. */
    public Optional<Bundle> bundle(String symbolicName) {
        return Stream.of(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .max(Comparator.comparingLong(Bundle::getBundleId));
    }

    /** Installs and starts a bundle past the deployment engine. */
    public Bundle install(TestBundles content) {
        try {
            Bundle bundle = context().installBundle("test:" + System.nanoTime(), content.stream());
            bundle.start();
            return bundle;
        } catch (BundleException e) {
            throw new AssertionError("the test bundle cannot be started: " + e.getMessage(), e);
        }
    }

    /** Deploys bundles in one deployment and waits for its end, whatever that is. */
    public Deployment deploy(byte[]... jars) throws InterruptedException {
        List<Change> changes = new ArrayList<>();
        for (byte[] jar : jars) {
            changes.add(new Change.Deploy(
                    artifacts().store(new ByteArrayInputStream(jar)).digest()));
        }
        return deploy(changes);
    }

    /** Plans and applies changes, with the admin's yes and all grants asked for, and waits for the end, whatever that is. */
    public Deployment deploy(List<Change> changes) throws InterruptedException {
        return deploy(changes, GrantDecision.allAsked());
    }

    /** Plans and applies changes, with the admin's yes, and waits for the end, whatever that is. */
    public Deployment deploy(List<Change> changes, GrantDecision grants) throws InterruptedException {
        Deployments deployments = deployments();
        Plan plan = deployments.plan(new DeploymentRequest("test", "", changes));
        Deployment accepted = deployments.apply(plan.id(), new Approval(true, grants));
        return deployments.await(accepted.id(), Await.DEADLINE);
    }

    /** Stops the platform gracefully and starts it again on the same directories. */
    public void restart() {
        stop();
        launch();
    }

    /** Ends the framework without drain and starts again on the same directories, as after a kill. */
    public void crash() {
        running().halt();
        running = null;
        launch();
    }

    /** Stops the platform gracefully; {@link #launch()} starts it again. */
    public void stop() {
        RunningPlatform platform = running;
        running = null;
        if (platform != null && !platform.stop()) {
            throw new AssertionError("the platform did not stop in time");
        }
    }

    /** Starts the platform after {@link #stop()}, and waits until it is ready. */
    public void launch() {
        LauncherConfiguration configuration = LauncherConfiguration.of(root)
                .withMode(settings.mode)
                .withFrameworkProperties(settings.frameworkProperties);
        PlatformLauncher launcher = new PlatformLauncher(configuration, index);
        if (!hasAuth()) {
            launcher.onFrameworkStart(context -> context.registerService(Guard.class, guard, null));
        }
        settings.hooks.forEach(launcher::onFrameworkStart);
        RunningPlatform platform = launcher.launch();
        running = platform;
        List<String> missing = platform.awaitReady();
        if (!missing.isEmpty() && settings.mustBeReady) {
            close();
            throw new AssertionError("the platform is not ready: " + missing);
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            if (ownsRoot) {
                delete(root);
            }
        }
    }

    private RunningPlatform running() {
        RunningPlatform platform = running;
        if (platform == null) {
            throw new IllegalStateException("the platform is stopped");
        }
        return platform;
    }

    private void writeConfiguration() {
        Path config = root.resolve("config");
        try {
            Files.createDirectories(root.resolve("deploy"));
            if (!Files.exists(config)) {
                Files.createDirectories(config);
                ShippedConfiguration.copyTo(config);
            }
            for (Map.Entry<String, Map<String, String>> pid : settings.configuration.entrySet()) {
                ShippedConfiguration.override(config, pid.getKey(), pid.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError("cannot write " + config, e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("subrack-test").toRealPath();
        } catch (IOException e) {
            throw new AssertionError("there is no temporary directory", e);
        }
    }

    private static void delete(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot delete " + root, e);
        }
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** What a platform for a test should be like. */
    public static final class Settings {
        private final Map<String, Map<String, String>> configuration = new TreeMap<>();
        private final Map<String, String> frameworkProperties = new TreeMap<>();
        private final Set<String> excluded = new HashSet<>();
        private final Set<String> shared = new HashSet<>(Set.of("io.subrack.auth.api", "io.subrack.web.api"));
        private final List<Consumer<BundleContext>> hooks = new ArrayList<>();
        private PlatformMode mode = PlatformMode.CONNECT;
        private boolean mustBeReady = true;
        private @Nullable Path root;

        private Settings() {
            configure("io.subrack.web", "host", "127.0.0.1");
            configure("io.subrack.web", "port", "0");
        }

        private Settings copy() {
            Settings copy = new Settings();
            configuration.forEach((pid, keys) -> copy.configuration.put(pid, new TreeMap<>(keys)));
            copy.frameworkProperties.putAll(frameworkProperties);
            copy.excluded.addAll(excluded);
            copy.shared.addAll(shared);
            copy.hooks.addAll(hooks);
            copy.mode = mode;
            copy.mustBeReady = mustBeReady;
            copy.root = root;
            return copy;
        }

        public Settings mode(PlatformMode newMode) {
            mode = newMode;
            return this;
        }

        /** Sets the directory to use as home, which is kept; otherwise a temporary one is made and deleted. */
        public Settings home(Path home) {
            root = home;
            return this;
        }

        /** Sets one key of the configuration file of a PID, over its shipped default. */
        public Settings configure(String pid, String key, String value) {
            configuration.computeIfAbsent(pid, unused -> new TreeMap<>()).put(key, value);
            return this;
        }

        public Settings frameworkProperty(String key, String value) {
            frameworkProperties.put(key, value);
            return this;
        }

        /** Leaves a bundle of the test class path out of the platform. */
        public Settings exclude(String symbolicName) {
            excluded.add(symbolicName);
            return this;
        }

        /** Lets the test use a bundle's types in classic mode too, where each bundle has its own class loader. */
        public Settings share(String symbolicName) {
            shared.add(symbolicName);
            return this;
        }

        /** Calls back before the first platform bundle is installed: the place to register a fake service. */
        public Settings onFrameworkStart(Consumer<BundleContext> hook) {
            hooks.add(hook);
            return this;
        }

        /** Accepts a platform that runs but is not ready, as after the boot of a set with a fault. */
        public Settings evenIfNotReady() {
            mustBeReady = false;
            return this;
        }

        /** Starts the platform and waits until it is ready. */
        public TestPlatform start() {
            TestPlatform platform = new TestPlatform(this);
            platform.writeConfiguration();
            platform.launch();
            return platform;
        }
    }
}

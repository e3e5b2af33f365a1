/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs, resolves and starts the platform bundles of one framework. */
final class PlatformBundles {
    /** These come first, in this order, so that whoever comes later finds its configuration and its extender. */
    private static final List<String> FIRST = List.of(
            "slf4j.api",
            "org.apache.aries.spifly.dynamic.bundle",
            "org.glassfish.hk2.osgi-resource-locator",
            "org.apache.felix.configadmin",
            "org.apache.felix.metatype",
            "org.apache.felix.eventadmin",
            "org.apache.felix.scr",
            "io.subrack.kernel.api",
            "io.subrack.kernel.deployment");

    private final Framework framework;
    private final PlatformConnector connector;
    private final List<PlatformJar> jars;
    private final Map<String, Bundle> installed = new HashMap<>();
    private final Map<String, Bundle> connected = new ConcurrentHashMap<>();

    PlatformBundles(Framework framework, PlatformConnector connector, PlatformMode mode, PlatformIndex index) {
        this.framework = framework;
        this.connector = connector;
        this.jars = inStartOrder(index, mode);
    }

    private static List<PlatformJar> inStartOrder(PlatformIndex index, PlatformMode mode) {
        List<PlatformJar> bundles = new ArrayList<>();
        for (PlatformJar jar : index.jars()) {
            if (jar.bundle(mode)) {
                bundles.add(jar);
            }
        }
        bundles.sort((a, b) -> {
            int byRank = Integer.compare(rank(a), rank(b));
            return byRank != 0 ? byRank : a.symbolicName().compareTo(b.symbolicName());
        });
        return bundles;
    }

    private static int rank(PlatformJar jar) {
        int rank = FIRST.indexOf(jar.symbolicName());
        return rank < 0 ? FIRST.size() : rank;
    }

    /**
     * Starts the bundles that the deployment set needs to serve, and installs those that others may be wired to.
     *
     * @param progress told what is done next
     * @throws LaunchException {@link ExitCode#PLATFORM_FAILED}, naming the bundle and what it lacks
     */
    void serve(Consumer<String> progress) {
        ClassPathBundles.add(connected);
        List<PlatformJar> needed = new ArrayList<>();
        for (PlatformJar jar : jars) {
            if (!jar.startsLater() || jar.isWiredTo()) {
                needed.add(jar);
            }
        }
        install(needed, progress);
        start(needed, false, progress);
    }

    /** Installs and starts the rest. */
    void manage(Consumer<String> progress) {
        List<PlatformJar> rest = new ArrayList<>();
        for (PlatformJar jar : jars) {
            if (!installed.containsKey(jar.location())) {
                rest.add(jar);
            }
        }
        install(rest, progress);
        start(jars, true, progress);
    }

    private void install(List<PlatformJar> wanted, Consumer<String> progress) {
        List<Bundle> bundles = new ArrayList<>(wanted.size());
        for (PlatformJar jar : wanted) {
            progress.accept("the installation of " + jar.symbolicName());
            Bundle bundle = install(jar);
            installed.put(jar.location(), bundle);
            bundles.add(bundle);
        }
        progress.accept("the resolution of the platform bundles");
        framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
        UnresolvedBundles.refuse(framework, new ArrayList<>(installed.values()));
    }

    private void start(List<PlatformJar> wanted, boolean later, Consumer<String> progress) {
        for (PlatformJar jar : wanted) {
            if (jar.startsLater() == later && jar.role() != PlatformJar.Role.FRAGMENT) {
                progress.accept("the start of " + jar.symbolicName());
                start(Objects.requireNonNull(installed.get(jar.location())));
            }
        }
    }

    private Bundle install(PlatformJar jar) {
        BundleContext context = framework.getBundleContext();
        try {
            if (connector.connects(jar.location())) {
                Bundle bundle = context.installBundle(jar.location());
                connected.put(ClassPathBundles.key(jar.file()), bundle);
                return bundle;
            }
            try (InputStream content = open(jar)) {
                return context.installBundle(jar.location(), content);
            }
        } catch (BundleException | IOException e) {
            throw failed(jar.symbolicName() + " " + jar.version() + " (" + jar.file() + ") cannot be installed", e);
        }
    }

    private static InputStream open(PlatformJar jar) throws IOException {
        if (Files.isDirectory(jar.file())) {
            throw new IOException("it is a directory; only a jar can be installed as an ordinary bundle");
        }
        return Files.newInputStream(jar.file());
    }

    private void start(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            Throwable cause = e.getType() == BundleException.ACTIVATOR_ERROR && e.getCause() != null ? e.getCause() : e;
            throw failed(bundle.getSymbolicName() + " " + bundle.getVersion() + " cannot be started", cause);
        }
    }

    private static LaunchException failed(String what, @Nullable Throwable cause) {
        String reason = cause == null ? "" : ": " + cause;
        return new LaunchException(ExitCode.PLATFORM_FAILED, "platform bundle " + what + reason, cause);
    }

    void forget() {
        ClassPathBundles.remove(connected);
    }
}

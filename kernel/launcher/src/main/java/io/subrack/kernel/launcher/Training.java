/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlatformProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boots the whole platform on a scratch data directory and an ephemeral port, uses it a little, and stops it: the JVM
 * that runs this records which classes a class archive should hold.
 */
final class Training {
    private static final List<String> PATHS =
            List.of("/health/live", "/health/ready", "/metrics", "/api/platform/v1/bundles", "/nobody/owns/this");
    private static final Duration DEPLOYMENT_DEADLINE = Duration.ofSeconds(30);
    private static final int ROUNDS = 3;

    private final LauncherConfiguration configuration;

    Training(LauncherConfiguration configuration) {
        this.configuration = configuration;
    }

    ExitCode run() {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("subrack-train");
            LauncherConfiguration trained = configuration
                    .withData(scratch.resolve("data"))
                    .withConfig(copyConfiguration(scratch.resolve("config")));
            System.setProperty(PlatformProperties.DATA, trained.data().toString());
            Logging.configure(trained);
            Termination termination = Termination.install(trained);
            RunningPlatform platform = Launcher.launch(trained, termination, System.nanoTime());
            exercise(platform, trained);
            return platform.stop() && !termination.asked() ? ExitCode.OK : ExitCode.FORCED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Logging.flush();
            if (scratch != null) {
                delete(scratch);
            }
        }
    }

    /** Copies the configuration, with the front door on whatever port is free. */
    private Path copyConfiguration(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(configuration.config())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                target.resolve("io.subrack.web.properties"),
                "\nhost=127.0.0.1\nport=0\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return target;
    }

    private void exercise(RunningPlatform platform, LauncherConfiguration trained) throws IOException {
        String url = Probe.baseUrl(trained.data());
        if (url == null) {
            return;
        }
        List<String> paths = new ArrayList<>(PATHS);
        paths.addAll(
                new Examples(platform.context()).deploy(configuration.home().resolve("examples")));
        Path tokenFile = trained.data().resolve("operator-token");
        String token = Files.exists(tokenFile) ? Files.readString(tokenFile).strip() : null;
        for (int round = 0; round < ROUNDS; round++) {
            for (String path : paths) {
                Probe.get(URI.create(url).resolve(path), token);
            }
        }
    }

    private static void delete(Path root) {
        try {
            Directories.delete(root);
        } catch (IOException e) {
            System.err.println("subrack: cannot delete " + root + ": " + e);
        }
    }

    /** Deploys the example that every distribution has, so that the archive knows the hosting of an API. */
    private static final class Examples {
        private static final Logger log = LoggerFactory.getLogger(Examples.class);
        private final BundleContext context;

        Examples(BundleContext context) {
            this.context = context;
        }

        /** Returns the paths to call; none if there is no example or it cannot be deployed. */
        List<String> deploy(Path directory) throws IOException {
            Path jar = greeter(directory);
            Artifacts artifacts = service(Artifacts.class);
            Deployments deployments = service(Deployments.class);
            if (jar == null || artifacts == null || deployments == null) {
                return List.of();
            }
            try (InputStream content = Files.newInputStream(jar)) {
                Change change = new Change.Deploy(artifacts.store(content).digest());
                Plan plan = deployments.plan(new DeploymentRequest("training", "class archive", List.of(change)));
                Deployment deployment = deployments.apply(plan.id(), true);
                deployments.await(deployment.id(), DEPLOYMENT_DEADLINE);
                return List.of("/greeter/Ada");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.warn("The example {} cannot be used for the class archive", jar, e);
            }
            return List.of();
        }

        private static @Nullable Path greeter(Path directory) throws IOException {
            if (!Files.isDirectory(directory)) {
                return null;
            }
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(file -> file.getFileName().toString().contains("greeter"))
                        .sorted()
                        .findFirst()
                        .orElse(null);
            }
        }

        private <T> @Nullable T service(Class<T> type) {
            ServiceReference<T> reference = context.getServiceReference(type);
            return reference == null ? null : context.getService(reference);
        }
    }
}

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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boots the whole platform on a scratch data directory and an ephemeral port, claims it, uses it a little, and stops it;
 * then once more, as it starts every day. The JVM that runs this records which classes a class archive should hold.
 */
final class Training {
    private static final Duration DEPLOYMENT_DEADLINE = Duration.ofSeconds(30);
    private static final int PASSWORD_BYTES = 18;

    /** What must not reach out of the scratch directory, whatever the configuration says. */
    private static final Map<String, String> ISOLATION = Map.of(
            "io.subrack.web", "host=127.0.0.1\nport=0\ntls.keystore=\n",
            "io.subrack.data", "url=\nbackup.directory=\n",
            "io.subrack.auth", "external.url=\n",
            "io.subrack.deployment.folder", "directory=${subrack.data}/deploy\n");

    private final LauncherConfiguration configuration;

    Training(LauncherConfiguration configuration) {
        this.configuration = configuration;
    }

    ExitCode run() {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("subrack-train");
            String password = password();
            LauncherConfiguration trained = configuration
                    .withData(scratch.resolve("data"))
                    .withConfig(copyConfiguration(scratch.resolve("config")))
                    .withFrameworkProperties(setup(scratch, password));
            System.setProperty(PlatformProperties.DATA, trained.data().toString());
            Logging.configure(trained);
            Termination termination = Termination.install(trained);
            Use use = (platform, http) -> first(platform, http, password, scratchToken(trained));
            boolean clean = use(trained, termination, use)
                    && use(trained, termination, (platform, http) -> again(http, scratchToken(trained)));
            return clean && !termination.asked() ? ExitCode.OK : ExitCode.FORCED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Logging.flush();
            if (scratch != null) {
                delete(scratch);
            }
        }
    }

    /** What is done with a platform that has started. */
    @FunctionalInterface
    private interface Use {
        void of(RunningPlatform platform, PlainHttp http) throws IOException;
    }

    /** Starts, uses and stops a platform; returns whether it stopped in good order. */
    private static boolean use(LauncherConfiguration trained, Termination termination, Use use) {
        RunningPlatform platform = Launcher.launch(trained, termination, System.nanoTime());
        String url = Probe.baseUrl(trained.data());
        try {
            if (url != null) {
                use.of(platform, new PlainHttp(URI.create(url)));
            }
        } catch (IOException e) {
            // An archive that lacks a few classes is better than none.
            log().warn("The training ended early, so the class archive lacks some classes", e);
        }
        return platform.stop();
    }

    private void first(RunningPlatform platform, PlainHttp http, String password, Path token) throws IOException {
        TrainingUse use = new TrainingUse(http, password, token);
        use.awaitClaim();
        use.call(new Examples(platform.context()).deploy(configuration.home().resolve("examples")));
        use.callAsClient();
        use.logIn();
    }

    private static void again(PlainHttp http, Path token) throws IOException {
        TrainingUse use = new TrainingUse(http, "", token);
        use.awaitClaim();
        use.call(List.of("/greeter/Ada"));
    }

    /** Returns the framework's properties with what claims the scratch installation, and nothing that claims another. */
    private Map<String, String> setup(Path scratch, String password) throws IOException {
        Path passwordFile = scratch.resolve("password");
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, password);
        Map<String, String> properties = new HashMap<>(configuration.frameworkProperties());
        properties.put(ConfigurationKey.SETUP_USER.key(), TrainingUse.USER);
        properties.put(ConfigurationKey.SETUP_PASSWORD_FILE.key(), passwordFile.toString());
        properties.put(
                ConfigurationKey.SETUP_TOKEN_FILE.key(),
                scratch.resolve("token").toString());
        return properties;
    }

    private static Path scratchToken(LauncherConfiguration trained) {
        return Path.of(trained.frameworkProperties().get(ConfigurationKey.SETUP_TOKEN_FILE.key()));
    }

    private static String password() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random);
    }

    private Path copyConfiguration(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(configuration.config())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        for (Map.Entry<String, String> file : ISOLATION.entrySet()) {
            Files.writeString(
                    target.resolve(file.getKey() + ".properties"),
                    "\n" + file.getValue(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        return target;
    }

    /** Not before the log is configured. */
    private static Logger log() {
        return LoggerFactory.getLogger(Training.class);
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
                log().warn("The example {} cannot be used for the class archive", jar, e);
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

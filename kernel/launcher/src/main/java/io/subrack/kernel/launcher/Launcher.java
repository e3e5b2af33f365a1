/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.api.PlatformProperties;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The program: {@code run} (the default), {@code train}, {@code probe}, {@code version}. */
public final class Launcher {
    private static final PrintStream ERR = System.err;

    private Launcher() {}

    public static void main(String[] arguments) {
        long begun = System.nanoTime();
        ExitCode code;
        try {
            code = run(arguments.length == 0 ? "run" : arguments[0], List.of(arguments), begun);
        } catch (LaunchException e) {
            ERR.println("subrack: " + e.getMessage());
            Logging.failed(e.getMessage());
            code = e.exitCode();
        } catch (RuntimeException | Error e) {
            // the top of the main thread
            ERR.println("subrack: unexpected problem: " + e);
            e.printStackTrace(ERR);
            code = ExitCode.UNEXPECTED;
        }
        Logging.flush();
        System.exit(code.code());
    }

    private static ExitCode run(String command, List<String> arguments, long begun) {
        return switch (command) {
            case "run" -> run(begun);
            case "train" -> new Training(configuration()).run();
            case "probe" -> new Probe(configuration()).run();
            case "version" -> {
                System.out.println("Subrack " + ProductVersion.text());
                yield ExitCode.OK;
            }
            default ->
                throw new LaunchException(
                        ExitCode.BAD_CONFIGURATION,
                        "unknown command " + arguments + "; there are run, train, probe and version");
        };
    }

    private static ExitCode run(long begun) {
        LauncherConfiguration configuration = judged();
        Logging.configure(configuration);
        Termination termination = Termination.install(configuration);
        return serve(launch(configuration, termination, begun));
    }

    /** Starts a platform whose failure to do so in time ends this process. The log must have been configured. */
    static RunningPlatform launch(LauncherConfiguration configuration, Termination termination, long begun) {
        PlatformLauncher launcher = new PlatformLauncher(configuration, index(configuration));
        AtomicBoolean launched = new AtomicBoolean();
        Watchdog.afterwards(
                configuration.startDeadline().multipliedBy(2),
                launched,
                () -> Watchdog.halt(
                        ExitCode.PLATFORM_FAILED,
                        "the platform did not start in time; it was stuck in " + launcher.progress()));
        RunningPlatform platform = launcher.launch();
        termination.launched(platform);
        List<String> missing = termination.asked() ? List.of() : platform.awaitReady();
        launched.set(true);
        if (!termination.asked()) {
            Logging.ready(configuration, missing, ProcessStart.elapsed(Duration.ofNanos(System.nanoTime() - begun)));
        }
        return platform;
    }

    private static ExitCode serve(RunningPlatform platform) {
        try {
            platform.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean clean = platform.stop();
        Logging.stopped();
        return clean ? ExitCode.OK : ExitCode.FORCED;
    }

    /** Returns the platform's jars: those of the class path, and in classic mode what only that needs. */
    private static PlatformIndex index(LauncherConfiguration configuration) {
        List<Path> classPath = PlatformIndex.classPath();
        PlatformIndex index = PlatformIndex.load(classPath);
        Path classic = configuration.home().resolve("lib").resolve("classic");
        if (configuration.mode() == PlatformMode.CLASSIC && Files.isDirectory(classic)) {
            return index.and(PlatformIndex.scan(PlatformIndexer.jars(classic)));
        }
        return index;
    }

    /** Returns the configuration; if it has faults, fails with these and those of the platform's bundles together. */
    private static LauncherConfiguration judged() {
        ConfigurationReader reader = reader();
        LauncherConfiguration configuration = reader.read();
        List<String> faults = new ArrayList<>(reader.faults());
        if (!faults.isEmpty()) {
            faults.addAll(PlatformLauncher.configurationFaults(configuration, index(configuration)));
            throw ConfigurationFaults.refusal(faults);
        }
        return named(configuration);
    }

    private static LauncherConfiguration configuration() {
        return named(reader().readOrRefuse());
    }

    private static LauncherConfiguration named(LauncherConfiguration configuration) {
        // logback.xml says where the log files go with it
        System.setProperty(PlatformProperties.DATA, configuration.data().toString());
        return configuration;
    }

    private static ConfigurationReader reader() {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("subrack.")) {
                properties.put(name, System.getProperty(name));
            }
        }
        return new ConfigurationReader(properties, System.getenv(), defaultHome());
    }

    /** The installation is where the class path's first jar is in {@code lib/}. */
    private static Path defaultHome() {
        List<Path> classPath = PlatformIndex.classPath();
        Path lib =
                classPath.isEmpty() ? null : classPath.get(0).toAbsolutePath().getParent();
        Path home = lib == null ? null : lib.getParent();
        return home == null ? Path.of("").toAbsolutePath() : home;
    }
}

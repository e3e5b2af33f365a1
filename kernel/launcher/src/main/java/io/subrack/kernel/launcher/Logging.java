/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The process's log. Nothing may ask for a logger before {@link #configure}. */
final class Logging {
    private static volatile boolean configured;

    private Logging() {}

    /** Uses the file that the command line names, or {@code logback.xml}, or else {@code logging.properties}. */
    static void configure(LauncherConfiguration configuration) {
        Path file = configuration.config().resolve("logback.xml");
        boolean named = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null;
        if (!named && Files.exists(file)) {
            System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, file.toString());
        } else if (!named) {
            LoggingSettings settings = LoggingSettings.read(configuration.config(), new ArrayList<>());
            PlatformLogging.prepare(
                    settings, consoleLevel(), configuration.data().resolve("logs"));
        }
        configured = true;
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, problem) -> log().error("Thread {} died", thread.getName(), problem));
    }

    private static Level consoleLevel() {
        return Level.toLevel(System.getProperty(ConfigurationKey.CONSOLE_LEVEL.key()), Level.INFO);
    }

    static void ready(LauncherConfiguration configuration, List<String> missing, Duration elapsed) {
        long millis = elapsed.toMillis();
        if (missing.isEmpty()) {
            log().info(
                            "Subrack {} is ready after {} ms ({} mode, class archive: {})",
                            ProductVersion.text(),
                            millis,
                            configuration.mode().configurationName(),
                            ClassArchive.ofThisProcess().describe());
        } else {
            log().warn(
                            "Subrack {} is up after {} ms, but not ready: {}",
                            ProductVersion.text(),
                            millis,
                            String.join("; ", missing));
        }
    }

    /** Writes why the process ends into the log, if there is one. */
    static void failed(@Nullable String sentence) {
        if (configured) {
            log().error("Cannot run: {}", sentence);
        }
    }

    static void stopped() {
        log().info("Subrack has stopped");
    }

    static void flush() {
        if (!configured) {
            return;
        }
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            context.stop();
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Launcher.class);
    }
}

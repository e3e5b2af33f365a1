/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The process's log. Nothing may ask for a logger before {@link #configure}. */
final class Logging {
    private static final String FALLBACK = "io/subrack/kernel/launcher/logback-fallback.xml";

    private static volatile boolean configured;

    private Logging() {}

    /** Uses {@code config/logback.xml} unless the command line names another; without any, logback would log DEBUG. */
    static void configure(LauncherConfiguration configuration) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) == null) {
            Path file = configuration.config().resolve("logback.xml");
            System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, Files.exists(file) ? file.toString() : FALLBACK);
        }
        configured = true;
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, problem) -> log().error("Thread {} died", thread.getName(), problem));
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

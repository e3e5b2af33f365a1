/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Sets logback up from {@link LoggingSettings}. To read the same from XML costs a tenth of the CPU of a start. Logback
 * finds it as a Java service; it does nothing in a JVM that the launcher did not start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class PlatformLogging extends ContextAwareBase implements Configurator {
    private static final String CONSOLE_PATTERN = "%d{HH:mm:ss.SSS} %-5level %request%-28logger{28} %safe%n";
    static final String FILE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %request[%thread] %logger{40} %safe%n";

    private static volatile @Nullable Wanted wanted;

    /** Says how the first logger of this JVM shall find the log. */
    static void prepare(LoggingSettings settings, Level console, Path directory) {
        wanted = new Wanted(settings, console, directory);
    }

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        Wanted how = wanted;
        if (how == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        registerConverters();
        var root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(how.settings.root());
        LogRing.of(loggers);
        root.addAppender(console(loggers, how));
        root.addAppender(file(loggers, how));
        how.settings.levels().forEach((name, level) -> loggers.getLogger(name).setLevel(level));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Makes known what stands in the patterns here and not in logback's manual. */
    static void registerConverters() {
        PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put("safe", SafeMessage::new);
        PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put("request", RequestMark::new);
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext loggers, Wanted how) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setName("console");
        ThresholdFilter threshold = new ThresholdFilter();
        threshold.setLevel(how.console.toString());
        threshold.start();
        appender.addFilter(threshold);
        start(appender, loggers, text(CONSOLE_PATTERN));
        return appender;
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext loggers, Wanted how) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setName("file");
        appender.setContext(loggers);
        appender.setFile(how.directory.resolve("subrack.log").toString());
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(loggers);
        window.setParent(appender);
        window.setFileNamePattern(how.directory.resolve("subrack.%i.log.gz").toString());
        window.setMinIndex(1);
        window.setMaxIndex(how.settings.files() - 1);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(loggers);
        size.setMaxFileSize(new FileSize(how.settings.fileMebibytes() * FileSize.MB_COEFFICIENT));
        size.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(size);
        if (how.settings.json()) {
            start(appender, loggers, new JsonEncoder());
        } else {
            start(appender, loggers, text(FILE_PATTERN));
        }
        return appender;
    }

    private static PatternLayoutEncoder text(String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(pattern);
        return encoder;
    }

    private static void start(
            OutputStreamAppender<ILoggingEvent> appender, LoggerContext loggers, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(loggers);
        encoder.start();
        appender.setContext(loggers);
        appender.setEncoder(encoder);
        appender.start();
    }

    private record Wanted(LoggingSettings settings, Level console, Path directory) {}
}

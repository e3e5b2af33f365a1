/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.LoggerContext;
import io.subrack.kernel.spi.PlatformLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

/** The log of this process as a service. */
final class ProcessLog implements PlatformLog {
    private final LogRing ring;
    private final LogLevels levels;
    private final LogFiles files;

    ProcessLog(LoggerContext loggers, Path directory, Clock clock) {
        this.ring = LogRing.of(loggers);
        this.levels = new LogLevels(loggers, clock);
        this.files = new LogFiles(directory);
    }

    /** Offers the log to all bundles, if it is logback's. */
    static void register(BundleContext context, Path directory) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            context.registerService(PlatformLog.class, new ProcessLog(loggers, directory, Clock.systemUTC()), null);
        }
    }

    @Override
    public List<Entry> recent() {
        return ring.recent();
    }

    @Override
    public List<Entry> earlier(Instant before, int atMost) {
        if (atMost < 1 || atMost > 10_000) {
            throw new IllegalArgumentException("1 to 10000 lines can be read at once, not " + atMost);
        }
        return files.earlier(before, atMost);
    }

    @Override
    public Subscription subscribe(Consumer<Entry> listener) {
        return ring.subscribe(listener);
    }

    @Override
    public List<LoggerLevel> loggers() {
        return levels.all();
    }

    @Override
    public LoggerLevel logger(String name) {
        return levels.of(name);
    }

    @Override
    public void set(String name, Level level, Instant until) {
        levels.set(name, level, until);
    }

    @Override
    public boolean reset(String name) {
        return levels.reset(name);
    }
}

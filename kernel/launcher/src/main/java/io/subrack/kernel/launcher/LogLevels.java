/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.subrack.kernel.spi.PlatformLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sets levels for a while, and sets them back. */
final class LogLevels {
    private final LoggerContext loggers;
    private final Clock clock;
    private final Map<String, Lent> lent = new HashMap<>(); // guarded by itself
    private @Nullable ScheduledThreadPoolExecutor timer; // guarded by lent

    LogLevels(LoggerContext loggers, Clock clock) {
        this.loggers = loggers;
        this.clock = clock;
    }

    List<PlatformLog.LoggerLevel> all() {
        return loggers.getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .map(logger -> of(logger.getName()))
                .toList();
    }

    PlatformLog.LoggerLevel of(String name) {
        // A name that nobody logs by must not stay in the tree for having been asked for.
        ch.qos.logback.classic.Logger existing = loggers.exists(name);
        ch.qos.logback.classic.Logger nearest = existing;
        for (String above = name; nearest == null; ) {
            int dot = above.lastIndexOf('.');
            above = dot < 0 ? PlatformLog.ROOT : above.substring(0, dot);
            nearest = loggers.exists(above);
        }
        Level own = existing == null ? null : existing.getLevel();
        Lent loan;
        synchronized (lent) {
            loan = lent.get(name);
        }
        return new PlatformLog.LoggerLevel(
                name,
                own == null ? null : LogRing.level(own),
                LogRing.level(nearest.getEffectiveLevel()),
                loan == null ? null : loan.until);
    }

    void set(String name, PlatformLog.Level level, Instant until) {
        synchronized (lent) {
            Lent before = lent.get(name);
            if (before != null) {
                before.end.cancel(false);
            }
            var logger = loggers.getLogger(name);
            Level own = before == null ? logger.getLevel() : before.own;
            long millis = Math.max(0, Duration.between(clock.instant(), until).toMillis());
            ScheduledFuture<?> end = timer().schedule(() -> expire(name, until), millis, TimeUnit.MILLISECONDS);
            lent.put(name, new Lent(own, until, end));
            logger.setLevel(Level.toLevel(level.name()));
        }
        LoggerFactory.getLogger(LogLevels.class).info("The log level of {} is {} until {}", name, level, until);
    }

    boolean reset(String name) {
        synchronized (lent) {
            Lent loan = lent.remove(name);
            if (loan == null) {
                return false;
            }
            loan.end.cancel(false);
            loggers.getLogger(name).setLevel(loan.own);
        }
        LoggerFactory.getLogger(LogLevels.class).info("The log level of {} is the configured one again", name);
        return true;
    }

    private void expire(String name, Instant until) {
        synchronized (lent) {
            Lent loan = lent.get(name);
            if (loan == null || !loan.until.equals(until)) {
                return; // set anew meanwhile
            }
        }
        reset(name);
    }

    /** Made when it is first needed: most platforms never need it. */
    private ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor made = timer;
        if (made == null) {
            made = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "subrack-log-levels");
                thread.setDaemon(true);
                return thread;
            });
            made.setRemoveOnCancelPolicy(true);
            timer = made;
        }
        return made;
    }

    /** A level that was set for a while, and what was there before; null if the logger had none of its own. */
    private static final class Lent {
        private final @Nullable Level own;
        private final Instant until;
        private final ScheduledFuture<?> end;

        Lent(@Nullable Level own, Instant until, ScheduledFuture<?> end) {
            this.own = own;
            this.until = until;
            this.end = end;
        }
    }
}

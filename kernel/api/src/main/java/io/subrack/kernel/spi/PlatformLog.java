/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The log of this process, for those who show it, and the levels of its loggers. An OSGi service of the kernel.
 * Thread-safe.
 */
@ProviderType
public interface PlatformLog {
    /** Name of the logger above all others. */
    String ROOT = "ROOT";

    /** How grave a line is, the gravest first. */
    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /**
     * A line of the log. All texts are as bundles wrote them: hostile, and cut where they are too long to keep.
     *
     * @param id greater than that of the line before; 0 if it was read from a file
     * @param exception the stack trace; null if there is none
     * @param context what stood in the mapped diagnostic context, as {@code request} and {@code trace}
     */
    record Entry(
            long id,
            Instant at,
            Level level,
            String logger,
            String thread,
            String message,
            @Nullable String exception,
            Map<String, String> context) {
        public Entry {
            context = Map.copyOf(context);
        }
    }

    /**
     * The level of a logger.
     *
     * @param own what it has itself; null if it has that of the logger above
     * @param until when a level that was set by {@link #set} goes back; null if it was configured
     */
    record LoggerLevel(
            String name,
            @Nullable Level own,
            Level effective,
            @Nullable Instant until) {}

    /** Returns the newest lines, oldest first. Only what this process has written. */
    List<Entry> recent();

    /**
     * Reads older lines from the log files, which also have those of earlier processes.
     *
     * @param before only lines older than this
     * @param atMost how many, 1 to 10,000; the newest of them
     * @return oldest first; loggers may be abbreviated in it, and what cannot be read is left out
     */
    List<Entry> earlier(Instant before, int atMost);

    /**
     * Follows the log. The listener is called by the thread that logs, for one line at a time, must not wait, and must not
     * log. Closing ends it.
     */
    Subscription subscribe(Consumer<Entry> listener);

    /** Returns the loggers that have a level of their own, by name. */
    List<LoggerLevel> loggers();

    /** Returns the level of a logger, which need not exist. */
    LoggerLevel logger(String name);

    /**
     * Sets the level of a logger and those below it until a time; then it is again what it was before the first
     * {@code set}. A restart forgets it.
     */
    void set(String name, Level level, Instant until);

    /** Takes {@link #set} back at once; returns whether there was something to take back. */
    boolean reset(String name);

    /** Ends by {@link #close}, which may be called again. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}

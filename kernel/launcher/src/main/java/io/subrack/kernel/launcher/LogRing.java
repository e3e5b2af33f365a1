/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.subrack.kernel.spi.PlatformLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the newest lines of the log in memory, at most so many lines and so many characters. */
final class LogRing extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final String NAME = "recent";

    private static final int MOST_LINES = 5_000;
    private static final int MOST_CHARS = 2_000_000;
    private static final int MESSAGE_CHARS = 8_192;
    private static final int EXCEPTION_CHARS = 16_384;
    private static final int MOST_CONTEXT = 20;
    private static final int CONTEXT_CHARS = 256;

    private final ArrayDeque<PlatformLog.Entry> lines = new ArrayDeque<>(); // guarded by itself
    private final List<Consumer<PlatformLog.Entry>> listeners = new CopyOnWriteArrayList<>();
    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

    private long last; // guarded by lines
    private long chars; // guarded by lines

    LogRing() {
        setName(NAME);
        traces.start();
    }

    /** Puts a ring below the root logger, if there is none yet, and returns it. */
    static LogRing of(LoggerContext loggers) {
        var root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(NAME) instanceof LogRing ring) {
            return ring;
        }
        LogRing ring = new LogRing();
        ring.setContext(loggers);
        ring.start();
        root.addAppender(ring);
        return ring;
    }

    @Override
    protected void append(ILoggingEvent event) {
        String message = cut(String.valueOf(event.getFormattedMessage()), MESSAGE_CHARS);
        String trace = event.getThrowableProxy() == null ? null : cut(traces.convert(event), EXCEPTION_CHARS);
        Map<String, String> context = context(event.getMDCPropertyMap());
        PlatformLog.Entry entry;
        synchronized (lines) {
            entry = new PlatformLog.Entry(
                    ++last,
                    event.getInstant(),
                    level(event.getLevel()),
                    event.getLoggerName(),
                    event.getThreadName(),
                    message,
                    trace,
                    context);
            lines.add(entry);
            chars += size(entry);
            while (lines.size() > MOST_LINES || chars > MOST_CHARS) {
                chars -= size(lines.remove());
            }
        }
        for (var listener : listeners) {
            listener.accept(entry);
        }
    }

    List<PlatformLog.Entry> recent() {
        synchronized (lines) {
            return new ArrayList<>(lines);
        }
    }

    PlatformLog.Subscription subscribe(Consumer<PlatformLog.Entry> listener) {
        Consumer<PlatformLog.Entry> careful = entry -> {
            try {
                listener.accept(entry);
            } catch (RuntimeException e) {
                addError("a listener of the log failed", e); // its fault must not be logged: it would hear that, too
            }
        };
        listeners.add(careful);
        return () -> listeners.remove(careful);
    }

    static PlatformLog.Level level(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> PlatformLog.Level.ERROR;
            case Level.WARN_INT -> PlatformLog.Level.WARN;
            case Level.INFO_INT -> PlatformLog.Level.INFO;
            case Level.DEBUG_INT -> PlatformLog.Level.DEBUG;
            default -> PlatformLog.Level.TRACE;
        };
    }

    private static long size(PlatformLog.Entry entry) {
        String exception = entry.exception();
        long chars = (long) entry.message().length() + (exception == null ? 0 : exception.length());
        for (var value : entry.context().entrySet()) {
            chars += value.getKey().length() + value.getValue().length();
        }
        return chars;
    }

    /** A bundle may put anything there. */
    private static Map<String, String> context(Map<String, String> all) {
        Map<String, String> kept = new HashMap<>();
        for (var value : all.entrySet()) {
            if (kept.size() < MOST_CONTEXT && value.getKey() != null && value.getValue() != null) {
                kept.put(cut(value.getKey(), CONTEXT_CHARS), cut(value.getValue(), CONTEXT_CHARS));
            }
        }
        return kept;
    }

    private static String cut(@Nullable String text, int most) {
        String whole = text == null ? "" : text;
        return whole.length() <= most ? whole : whole.substring(0, most) + " … (cut)";
    }
}

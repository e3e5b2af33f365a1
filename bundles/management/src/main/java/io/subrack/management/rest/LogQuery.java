/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.spi.PlatformLog;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which lines of the log are asked for, as query parameters. */
public final class LogQuery {
    private static final int MAX_TEXT_CHARS = 500;

    @QueryParam("level")
    @Nullable
    String level;

    @QueryParam("bundle")
    @Nullable
    String bundle;

    @QueryParam("logger")
    @Nullable
    String logger;

    @QueryParam("q")
    @Nullable
    String text;

    @QueryParam("request")
    @Nullable
    String request;

    @QueryParam("trace")
    @Nullable
    String trace;

    /** Names of the parameters. */
    static final Set<String> NAMES = Set.of("level", "bundle", "logger", "q", "request", "trace");

    /** Returns the filter; what cannot be read becomes a fault. */
    Predicate<PlatformLog.Entry> filter(BundleLoggers owners, Faults faults) {
        return quick(faults).and(entry -> bundle == null || bundle.equals(owners.bundle(entry.logger())));
    }

    /** Returns the part of the filter that asks nobody, for the threads that log. */
    Predicate<PlatformLog.Entry> quick(Faults faults) {
        var inputs = new Inputs(faults);
        Optional<PlatformLog.Level> gravity = inputs.choice("level", level, PlatformLog.Level.class);
        for (String given : new String[] {bundle, logger, text, request, trace}) {
            if (given != null && given.length() > MAX_TEXT_CHARS) {
                faults.add("a filter", "must have at most " + MAX_TEXT_CHARS + " characters");
            }
        }
        String part = text == null ? null : text.toLowerCase(Locale.ROOT);
        return entry ->
                gravity.map(least -> entry.level().compareTo(least) <= 0).orElse(true)
                        && (logger == null || below(entry.logger(), logger))
                        && (part == null || holds(entry, part))
                        && same("request", request, entry)
                        && same("trace", trace, entry);
    }

    private static boolean below(String name, String logger) {
        return name.equals(logger) || name.startsWith(logger + ".");
    }

    private static boolean holds(PlatformLog.Entry entry, String part) {
        String exception = entry.exception();
        return entry.message().toLowerCase(Locale.ROOT).contains(part)
                || (exception != null && exception.toLowerCase(Locale.ROOT).contains(part));
    }

    private static boolean same(String key, @Nullable String wanted, PlatformLog.Entry entry) {
        return wanted == null || wanted.equals(entry.context().get(key));
    }

    static @Nullable Instant instant(String where, @Nullable String text, Faults faults) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            faults.add(where, "must be an instant in ISO 8601, as 2026-01-31T12:00:00Z");
            return null;
        }
    }
}

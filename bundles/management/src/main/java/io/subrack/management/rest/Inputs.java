/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.Sha256;
import io.subrack.web.api.WebProblem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the texts that a caller sends. What cannot be read becomes a fault, and a harmless value stands in for it. */
final class Inputs {
    /** As OSGi Core 3.2.5 has it; also safe in a path. */
    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final int MAX_NAME_CHARS = 255;

    private final Faults faults;

    Inputs(Faults faults) {
        this.faults = faults;
    }

    /** Reads the digest in a path. */
    static Sha256 digest(String text) {
        var faults = new Faults();
        var digest = new Inputs(faults).digest("sha256", text);
        faults.refuseParameters();
        return digest.orElseThrow();
    }

    /** Reads the symbolic name in a path. */
    static String symbolicName(String text) {
        var faults = new Faults();
        var name = new Inputs(faults).symbolicName("bundle", text);
        faults.refuseParameters();
        return name;
    }

    /** Returns what can be the id of a plan or deployment; ids end up in file names, so nothing else gets further. */
    static Optional<String> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** Refuses a body that says itself that it is too large, before a byte of it is read. */
    static void checkLength(@Nullable String contentLength, long most) {
        if (contentLength == null) {
            return;
        }
        var faults = new Faults();
        long length = new Inputs(faults).number("Content-Length", contentLength, 0, 0, Long.MAX_VALUE);
        faults.refuseParameters();
        if (length > most) {
            throw new ProblemException(
                    WebProblem.CONTENT_TOO_LARGE,
                    "the upload has " + length + " bytes and at most " + most
                            + " are allowed; send a smaller bundle or raise upload.max.mebibytes of "
                            + Settings.PID);
        }
    }

    Optional<Sha256> digest(String where, String text) {
        try {
            return Optional.of(new Sha256(text));
        } catch (IllegalArgumentException e) {
            faults.add(where, "must be a SHA-256 of 64 lower-case hexadecimal digits, as POST /artifacts answers it");
            return Optional.empty();
        }
    }

    String symbolicName(String where, String text) {
        if (text.length() > MAX_NAME_CHARS || !SYMBOLIC_NAME.matcher(text).matches()) {
            faults.add(
                    where,
                    "must be a bundle's symbolic name: letters, digits, '_', '-' and single dots, at most "
                            + MAX_NAME_CHARS + " characters");
        }
        return text;
    }

    /** Reads a text for the history: an author or a reason. */
    String remark(String where, @Nullable String text, String otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        if (text.length() > DeploymentRequest.MAX_TEXT_CHARS) {
            faults.add(
                    where,
                    "must have at most " + DeploymentRequest.MAX_TEXT_CHARS + " characters, not " + text.length());
            return otherwise;
        }
        if (text.codePoints().anyMatch(Inputs::isUnprintable)) {
            faults.add(where, "must not have control characters; write it in one line");
            return otherwise;
        }
        return text;
    }

    /** Reads {@code true} or {@code false}; a name without a value is {@code true}. */
    boolean flag(String where, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.isEmpty() && !text.equals("true")) {
            faults.add(where, "must be true or false");
        }
        return true;
    }

    long number(String where, @Nullable String text, long otherwise, long lowest, long highest) {
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        faults.add(
                where,
                "must be a whole number from " + lowest + (highest == Long.MAX_VALUE ? " up" : " to " + highest));
        return otherwise;
    }

    int limit(@Nullable String text, int otherwise, int highest) {
        return Math.toIntExact(number("limit", text, otherwise, 1, highest));
    }

    Duration duration(String where, @Nullable String text, Duration longest) {
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(longest) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        faults.add(where, "must be an ISO 8601 duration from PT0S to " + longest + ", as PT10S");
        return Duration.ZERO;
    }

    <E extends Enum<E>> Optional<E> choice(String where, @Nullable String text, Class<E> type) {
        if (text == null) {
            return Optional.empty();
        }
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return Optional.of(constant);
            }
        }
        faults.add(
                where,
                "must be one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")));
        return Optional.empty();
    }

    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT
                || Character.getType(codePoint) == Character.LINE_SEPARATOR
                || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR
                || Character.getType(codePoint) == Character.SURROGATE;
    }
}

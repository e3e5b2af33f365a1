/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.rest;

import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditOutcome;
import io.subrack.audit.api.AuditText;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. Collects all faults: a parameter that nobody reads is one too, for a filter with a
 * slip of the pen must not show everything.
 */
final class Parameters {
    static final Set<String> FILTERS = Set.of("from", "to", "type", "actor", "target", "outcome", "request", "after");

    private final MultivaluedMap<String, String> given;
    private final List<Map<String, Object>> faults = new ArrayList<>();

    Parameters(MultivaluedMap<String, String> given, Set<String> known) {
        this.given = given;
        for (var parameter : given.entrySet()) {
            var name = AuditText.clean(parameter.getKey(), 40);
            if (!known.contains(parameter.getKey())) {
                fault(name, "is not known here");
            } else if (parameter.getValue().size() > 1) {
                fault(name, "is given twice");
            }
        }
    }

    AuditFilter filter() {
        return new AuditFilter(
                instant("from"),
                instant("to"),
                type(),
                text("actor"),
                text("target"),
                choice("outcome", AuditOutcome.class),
                text("request"));
    }

    long number(String name, long otherwise, long lowest, long highest) {
        var text = given.getFirst(name);
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
        fault(name, "must be a whole number from " + lowest + (highest == Long.MAX_VALUE ? " up" : " to " + highest));
        return otherwise;
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        var text = given.getFirst(name);
        if (text == null) {
            return null;
        }
        for (var constant : type.getEnumConstants()) {
            if (Views.lower(constant).equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        fault(
                name,
                "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Views::lower)
                                .collect(Collectors.joining(", ")));
        return null;
    }

    void fault(String where, String rule) {
        var fault = new LinkedHashMap<String, Object>();
        fault.put("where", where);
        fault.put("sentence", where + " " + rule);
        faults.add(fault);
    }

    /** Fails with all faults at once, if there are any. */
    void refuse(ProblemType type) {
        if (!faults.isEmpty()) {
            var detail = faults.stream()
                    .map(fault -> String.valueOf(fault.get("sentence")))
                    .collect(Collectors.joining("; "));
            throw new ProblemException(type, detail, Map.of("faults", faults), null);
        }
    }

    private @Nullable String type() {
        var text = text("type");
        if (text != null && !text.matches("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*")) {
            fault("type", "must be a type of event or its first words, as auth.login");
            return null;
        }
        return text;
    }

    /** Texts are cleaned as those of events are, so that they can be found by what was sent. */
    private @Nullable String text(String name) {
        var text = given.getFirst(name);
        if (text == null) {
            return null;
        }
        if (text.isEmpty() || text.length() > AuditEvent.MAX_TEXT_CHARS) {
            fault(name, "must have 1 to " + AuditEvent.MAX_TEXT_CHARS + " characters");
            return null;
        }
        return AuditText.clean(text, AuditEvent.MAX_TEXT_CHARS);
    }

    private @Nullable Instant instant(String name) {
        var text = given.getFirst(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            fault(name, "must be an instant in ISO 8601, as 2026-01-31T12:00:00Z");
            return null;
        }
    }
}

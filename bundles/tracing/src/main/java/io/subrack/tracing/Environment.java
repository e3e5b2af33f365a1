/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's environment variables, as its specification has them. */
final class Environment {
    private static final String OTLP = "OTEL_EXPORTER_OTLP_";
    private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
    private static final int ATTRIBUTE_CHARS = 4_096;

    private final UnaryOperator<@Nullable String> variables;
    private final List<String> remarks;

    /** @param remarks gets what is not understood */
    Environment(UnaryOperator<@Nullable String> variables, List<String> remarks) {
        this.variables = variables;
        this.remarks = remarks;
    }

    /** Returns the value of a variable, empty if there is none. */
    String text(String name) {
        String value = variables.apply(name);
        return value == null ? "" : value.strip();
    }

    boolean is(String name, String value) {
        return text(name).equalsIgnoreCase(value);
    }

    /** Returns a setting of the exporter: for traces alone, or else for all. */
    String traces(String setting) {
        String own = text(OTLP + "TRACES_" + setting);
        return own.isEmpty() ? text(OTLP + setting) : own;
    }

    int tracesNumber(String setting, int otherwise) {
        return number(OTLP + "TRACES_" + setting, number(OTLP + setting, otherwise));
    }

    int number(String name, int otherwise) {
        String text = text(name);
        try {
            if (text.isEmpty() || Integer.parseInt(text) > 0) {
                return text.isEmpty() ? otherwise : Integer.parseInt(text);
            }
        } catch (NumberFormatException e) {
            // it is told below
        }
        remarks.add(name + " must be a number above 0, not " + text + "; it is left out");
        return otherwise;
    }

    int attributeChars() {
        return number(
                "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", number("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", ATTRIBUTE_CHARS));
    }

    Map<String, String> headers() {
        Map<String, String> all = new LinkedHashMap<>(headers(OTLP + "HEADERS"));
        all.putAll(headers(OTLP + "TRACES_HEADERS"));
        return all;
    }

    private Map<String, String> headers(String name) {
        Map<String, String> pairs = pairs(name);
        String fault = HeaderCheck.fault(pairs);
        if (fault != null) {
            remarks.add(name + fault + "; it is left out");
            return Map.of();
        }
        return pairs;
    }

    Map<String, String> pairs(String name) {
        Map<String, String> pairs = read(text(name));
        if (pairs == null) {
            remarks.add(name + " must be name=value, separated by commas; it is left out");
            return Map.of();
        }
        return pairs;
    }

    /** Reads {@code name=value,name=value} with percent-encoded values; null if it is something else. */
    static @Nullable Map<String, String> read(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String each : text.split(",")) {
            if (each.isBlank()) {
                continue;
            }
            int equal = each.indexOf('=');
            if (equal < 1 || each.substring(0, equal).isBlank()) {
                return null;
            }
            try {
                String value = each.substring(equal + 1).strip().replace("+", "%2B"); // a plus is a plus here
                pairs.put(each.substring(0, equal).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return pairs;
    }

    Sampler sampler() {
        return switch (text(SAMPLER)) {
            case "", "parentbased_always_on" -> Sampler.parentBased(Sampler.alwaysOn());
            case "parentbased_always_off" -> Sampler.parentBased(Sampler.alwaysOff());
            case "parentbased_traceidratio" -> Sampler.parentBased(Sampler.traceIdRatioBased(ratio()));
            case "always_on" -> Sampler.alwaysOn();
            case "always_off" -> Sampler.alwaysOff();
            case "traceidratio" -> Sampler.traceIdRatioBased(ratio());
            default -> {
                remarks.add(
                        SAMPLER + " is " + text(SAMPLER) + ", which is not known here; parentbased_always_on is used");
                yield Sampler.parentBased(Sampler.alwaysOn());
            }
        };
    }

    private double ratio() {
        String text = text(SAMPLER + "_ARG");
        try {
            double ratio = text.isEmpty() ? 1 : Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            // it is told below
        }
        remarks.add(SAMPLER + "_ARG must be a number from 0 to 1, not " + text + "; it is left out");
        return 1;
    }
}

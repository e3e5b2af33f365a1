/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: what the configuration says, else what the environment says in OpenTelemetry's variables, else the
 * defaults of OpenTelemetry. A fault in the configuration is one; a fault in the environment, which others may have made for
 * other programs, is a remark.
 */
final class SettingsReader {
    private static final String DEFAULT_ENDPOINT = "http://localhost:4318";
    private static final String TRACES = "v1/traces";
    private static final String JSON = "http/json";
    private static final String BINARY = "http/protobuf";

    private final Map<String, ?> configuration;
    private final Environment environment;
    private final List<String> faults = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    SettingsReader(Map<String, ?> configuration, UnaryOperator<@Nullable String> environment) {
        this.configuration = configuration;
        this.environment = new Environment(environment, remarks);
    }

    /** Returns what is wrong with the configuration, a sentence for each fault. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Returns what is not understood of the environment. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    TracingSettings read() {
        String certificate = text("certificate.file");
        return new TracingSettings(
                isOn(),
                endpoint(),
                isJson(),
                headers(),
                file(certificate.isEmpty() ? environment.traces("CERTIFICATE") : certificate),
                oneOf("compression", environment.traces("COMPRESSION"), "none", "gzip")
                        .equals("gzip"),
                Duration.ofMillis(number("timeout.millis", environment.tracesNumber("TIMEOUT", 10_000), 60_000)),
                sampler(),
                resource(),
                number("queue.spans", environment.number("OTEL_BSP_MAX_QUEUE_SIZE", 2_048), 1_000_000),
                number("batch.spans", environment.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512), 10_000),
                Duration.ofMillis(
                        number("batch.delay.millis", environment.number("OTEL_BSP_SCHEDULE_DELAY", 5_000), 60_000)),
                number("attribute.chars.max", environment.attributeChars(), 1_000_000),
                Stream.of(given("paths.excluded", "/health, /metrics").split(","))
                        .map(String::strip)
                        .filter(path -> !path.isEmpty())
                        .toList());
    }

    private boolean isOn() {
        String exporter = oneOf("exporter", "", "", "otlp", "none");
        if (!exporter.isEmpty()) {
            return exporter.equals("otlp");
        }
        if (!text("endpoint").isEmpty()) {
            return true;
        }
        if (environment.is("OTEL_SDK_DISABLED", "true")) {
            return false;
        }
        String wanted = environment.text("OTEL_TRACES_EXPORTER");
        return wanted.isEmpty() ? !environment.traces("ENDPOINT").isEmpty() : wanted.equals("otlp");
    }

    private URI endpoint() {
        String own = text("endpoint");
        String exact = environment.text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        if (own.isEmpty() && !exact.isEmpty()) {
            return uri(exact, true, remarks, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        }
        boolean configured = !own.isEmpty();
        String base = configured ? own : environment.text("OTEL_EXPORTER_OTLP_ENDPOINT");
        String name = configured ? TracingConfig.PID + ": endpoint" : "OTEL_EXPORTER_OTLP_ENDPOINT";
        String url = base.isEmpty() ? DEFAULT_ENDPOINT : base;
        boolean whole = configured && url.endsWith("/" + TRACES);
        return uri(whole ? url : url.replaceFirst("/*$", "/" + TRACES), false, configured ? faults : remarks, name);
    }

    /** @param exact whether it is taken as it is, with a query where there is one: no path can be added to that */
    private static URI uri(String url, boolean exact, List<String> complaints, String name) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean fits = exact || (uri.getRawQuery() == null && uri.getRawFragment() == null);
            if (http && fits && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // it is told below
        }
        complaints.add(name + " must be a URL like " + DEFAULT_ENDPOINT + ", without a password"
                + (exact ? "" : ", a query or a fragment")
                + ", and is none. A key for the collector goes into headers");
        return URI.create(DEFAULT_ENDPOINT + "/" + TRACES);
    }

    private boolean isJson() {
        String fromEnvironment = environment.traces("PROTOCOL");
        if (text("protocol").isEmpty() && !List.of("", JSON, BINARY).contains(fromEnvironment)) {
            remarks.add(
                    "OTEL_EXPORTER_OTLP_PROTOCOL is " + fromEnvironment + ", which is not spoken here: http/protobuf is"
                            + " used. Set it to http/protobuf, and name the collector's port for HTTP (4318)");
            fromEnvironment = BINARY;
        }
        return oneOf("protocol", fromEnvironment, BINARY, JSON, BINARY).equals(JSON);
    }

    private Sampler sampler() {
        String ratio = text("sampler.ratio");
        if (ratio.isEmpty()) {
            return environment.sampler();
        }
        try {
            double share = Double.parseDouble(ratio);
            if (share >= 0 && share <= 1) {
                return Sampler.parentBased(Sampler.traceIdRatioBased(share));
            }
        } catch (NumberFormatException e) {
            // it is told below
        }
        faults.add(TracingConfig.PID + ": sampler.ratio must be a number from 0 to 1, as 0.1, not " + ratio);
        return Sampler.parentBased(Sampler.alwaysOn());
    }

    private Map<String, String> resource() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("service.name", "subrack");
        all.putAll(environment.pairs("OTEL_RESOURCE_ATTRIBUTES"));
        String fromEnvironment = environment.text("OTEL_SERVICE_NAME");
        if (!fromEnvironment.isEmpty()) {
            all.put("service.name", fromEnvironment);
        }
        all.putAll(pairs("resource.attributes", Map.of()));
        if (!text("service.name").isEmpty()) {
            all.put("service.name", text("service.name"));
        }
        return all;
    }

    private @Nullable Path file(String name) {
        if (name.isEmpty()) {
            return null;
        }
        try {
            if (Files.isReadable(Path.of(name))) {
                return Path.of(name);
            }
        } catch (InvalidPathException e) {
            // it is told below
        }
        boolean configured = !text("certificate.file").isEmpty();
        (configured ? faults : remarks)
                .add((configured ? TracingConfig.PID + ": certificate.file" : "OTEL_EXPORTER_OTLP_CERTIFICATE")
                        + " must name a readable file, not " + name);
        return null;
    }

    /** Values are not named in faults: they may be secret. */
    private Map<String, String> pairs(String key, Map<String, String> otherwise) {
        String text = text(key);
        Map<String, String> pairs = text.isEmpty() ? otherwise : Environment.read(text);
        if (pairs == null) {
            faults.add(TracingConfig.PID + ": " + key
                    + " must be name=value, several of them separated by commas, with %2C for a comma in a value");
            return Map.of();
        }
        return pairs;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = pairs("headers", environment.headers());
        String fault = HeaderCheck.fault(headers);
        if (fault != null) {
            faults.add(TracingConfig.PID + ": headers" + fault);
            return Map.of();
        }
        return headers;
    }

    private String oneOf(String key, String otherwise, String last, String... known) {
        String text = text(key).toLowerCase(Locale.ROOT);
        if (!text.isEmpty() && !List.of(known).contains(text) && !text.equals(last)) {
            faults.add(TracingConfig.PID + ": " + key + " must be " + String.join(" or ", known) + ", not " + text);
            return last;
        }
        String found = text.isEmpty() ? otherwise : text;
        return found.isEmpty() ? last : found;
    }

    private int number(String key, int otherwise, int most) {
        String text = text(key);
        int number = -1;
        try {
            number = text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            // it is told below
        }
        if (number < 0 || number > most) {
            faults.add(TracingConfig.PID + ": " + key + " must be 0 to " + most + ", not " + text);
            return otherwise;
        }
        return number == 0 ? Math.min(otherwise, most) : number;
    }

    private String text(String key) {
        return given(key, "");
    }

    private String given(String key, String otherwise) {
        Object value = configuration.get(key);
        return value == null ? otherwise : value.toString().strip();
    }
}

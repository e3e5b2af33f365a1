/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts: the configuration, then the environment, then the defaults. */
class SettingsReaderTest {
    private static SettingsReader reader(Map<String, ?> configuration, Map<String, String> environment) {
        return new SettingsReader(configuration, environment::get);
    }

    private static TracingSettings read(Map<String, ?> configuration, Map<String, String> environment) {
        SettingsReader reader = reader(configuration, environment);
        TracingSettings settings = reader.read();
        assertThat(reader.faults()).isEmpty();
        return settings;
    }

    @Test
    void isOffAsShipped() throws Exception {
        Properties shipped = new Properties();
        try (var in = Files.newInputStream(Path.of("../../config/io.subrack.tracing.properties"))) {
            shipped.load(in);
        }
        Map<String, Object> configuration = new HashMap<>();
        shipped.forEach((key, value) -> configuration.put(key.toString(), value));

        TracingSettings settings = read(configuration, Map.of());

        assertThat(settings.on()).isFalse();
        assertThat(settings.queue()).isEqualTo(2_048);
        assertThat(settings.batch()).isEqualTo(512);
        assertThat(settings.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.attributeChars()).isEqualTo(4_096);
        assertThat(settings.excluded()).containsExactly("/health", "/metrics");
        assertThat(settings.resource()).containsEntry("service.name", "subrack");
        assertThat(settings.sampler().getDescription()).contains("ParentBased").contains("AlwaysOn");
    }

    @ParameterizedTest
    @CsvSource({
        // exporter, endpoint, environment, on
        "'', '', OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318, true",
        "'', '', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/x, true",
        "'', '', OTEL_TRACES_EXPORTER=otlp, true",
        "'', '', OTEL_TRACES_EXPORTER=none;OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318, false",
        "'', '', OTEL_SDK_DISABLED=true;OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318, false",
        "none, '', OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318, false",
        "none, http://c:4318, A=b, false",
        "'', http://c:4318, A=b, true",
        "otlp, '', A=b, true",
    })
    void isOnWhereSomethingNamesACollector(String exporter, String endpoint, String environment, boolean on) {
        Map<String, String> variables = new HashMap<>();
        for (String each : environment.split(";")) {
            variables.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }

        assertThat(read(Map.of("exporter", exporter, "endpoint", endpoint), variables)
                        .on())
                .isEqualTo(on);
    }

    @ParameterizedTest
    @CsvSource({
        "http://c:4318, '', '', http://c:4318/v1/traces",
        "http://c:4318/, '', '', http://c:4318/v1/traces",
        "https://c/otlp, '', '', https://c/otlp/v1/traces",
        "http://c:4318/v1/traces, '', '', http://c:4318/v1/traces",
        "'', http://e:4318, '', http://e:4318/v1/traces",
        "'', http://e:4318, http://t:4318/exact, http://t:4318/exact",
        "http://c:4318, http://e:4318, http://t:4318/exact, http://c:4318/v1/traces",
        "'', http://e:4318, http://t:4318/exact?key=1, http://t:4318/exact?key=1",
        "'', '', '', http://localhost:4318/v1/traces",
    })
    void postsToThePathOfTheProtocol(String configured, String all, String traces, String url) {
        TracingSettings settings = read(
                Map.of("endpoint", configured),
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", all, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", traces));

        assertThat(settings.endpoint()).isEqualTo(URI.create(url));
    }

    @Test
    void takesTheVariablesOfTheSpecification() {
        TracingSettings settings = read(
                Map.of(),
                Map.of(
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json",
                        "OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b,x=1+1",
                        "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "x=2",
                        "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                        "OTEL_EXPORTER_OTLP_TIMEOUT", "2000",
                        "OTEL_RESOURCE_ATTRIBUTES", "service.name=other,deployment.environment.name=test",
                        "OTEL_SERVICE_NAME", "shop",
                        "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
                        "OTEL_TRACES_SAMPLER_ARG", "0.25",
                        "OTEL_BSP_MAX_QUEUE_SIZE", "100"));

        assertThat(settings.json()).isTrue();
        assertThat(settings.headers()).isEqualTo(Map.of("api-key", "a b", "x", "2"));
        assertThat(settings.gzip()).isTrue();
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.resource())
                .isEqualTo(Map.of("service.name", "shop", "deployment.environment.name", "test"));
        assertThat(settings.sampler().getDescription()).contains("0.25");
        assertThat(settings.queue()).isEqualTo(100);
        assertThat(settings.toString()).doesNotContain("a b");
    }

    @Test
    void letsTheConfigurationCountBeforeTheEnvironment() {
        TracingSettings settings = read(
                Map.of(
                        "protocol", "http/protobuf",
                        "headers", "Authorization=Bearer%20x",
                        "sampler.ratio", "0.5",
                        "service.name", "mine",
                        "timeout.millis", 300),
                Map.of(
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json",
                        "OTEL_EXPORTER_OTLP_HEADERS", "a=b",
                        "OTEL_TRACES_SAMPLER", "always_off",
                        "OTEL_SERVICE_NAME", "theirs",
                        "OTEL_EXPORTER_OTLP_TIMEOUT", "2000"));

        assertThat(settings.json()).isFalse();
        assertThat(settings.headers()).isEqualTo(Map.of("Authorization", "Bearer x"));
        assertThat(settings.sampler().getDescription()).contains("0.5");
        assertThat(settings.resource()).containsEntry("service.name", "mine");
        assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void namesEachFaultOfTheConfigurationAndNoSecret() {
        List<String> faults = new TracingConfigurationCheck()
                .faults(Map.of(
                        "exporter", "zipkin",
                        "endpoint", "collector:4318",
                        "protocol", "grpc",
                        "headers", "hunter2",
                        "sampler.ratio", "2",
                        "queue.spans", "many",
                        "certificate.file", "/not/there"));

        assertThat(faults).hasSize(7).allMatch(fault -> fault.startsWith("io.subrack.tracing: "));
        assertThat(String.join(" ", faults)).doesNotContain("hunter2");
        assertThat(new TracingConfigurationCheck().faults(Map.of("headers", "$[secret:collector]")))
                .isEmpty();
    }

    @Test
    void takesNoOffenceAtTheEnvironment() {
        SettingsReader reader = reader(
                Map.of(),
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense",
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                        "OTEL_TRACES_SAMPLER", "jaeger_remote",
                        "OTEL_BSP_SCHEDULE_DELAY", "soon",
                        "OTEL_EXPORTER_OTLP_HEADERS", "hunter2"));

        TracingSettings settings = reader.read();

        assertThat(reader.faults()).isEmpty();
        assertThat(reader.remarks()).hasSize(5);
        assertThat(String.join(" ", reader.remarks())).doesNotContain("hunter2");
        assertThat(settings.json()).isFalse();
        assertThat(settings.delay()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer hunter2=",
                "a=b,Authorization: Basic hunter2==",
                "hunter 2=x",
                "Authorization=Bearer%20hunter2%0A",
                "Authorization=Basic aHVu\ndGVy\nhunter2",
                "Authorization=hunter2%00",
                "Authorization=hunter2%7F",
                "Authorization=hunter2%E2%82%AC",
            })
    void takesOnlyHeadersThatCanBeSentAndTellsNothingOfThem(String headers) {
        SettingsReader configured = reader(Map.of("headers", headers), Map.of());
        SettingsReader around = reader(Map.of(), Map.of("OTEL_EXPORTER_OTLP_TRACES_HEADERS", headers));

        assertThat(configured.read().headers()).isEmpty();
        assertThat(around.read().headers()).isEmpty();

        assertThat(configured.faults()).hasSize(1);
        assertThat(around.faults()).isEmpty();
        assertThat(around.remarks()).hasSize(1);
        assertThat(configured.faults().get(0) + around.remarks().get(0))
                .startsWith("io.subrack.tracing: headers")
                .contains("OTEL_EXPORTER_OTLP_TRACES_HEADERS")
                .doesNotContain("hunter", "aHVu");
    }

    @Test
    void takesWhateverNamesAndValuesOfHeadersMayHold() {
        assertThat(read(Map.of("headers", "x-!#$%&'*+.^_`|~1=a: b;\"c\"%2Cd, Y=, z=a=="), Map.of())
                        .headers())
                .isEqualTo(Map.of("x-!#$%&'*+.^_`|~1", "a: b;\"c\",d", "Y", "", "z", "a=="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://c:4318?key=hunter2",
                "http://c:4318/v1/traces?key=hunter2",
                "http://c:4318/#hunter2",
                "http://me:hunter2@c:4318"
            })
    void takesNoPathIntoAQuery(String endpoint) {
        SettingsReader configured = reader(Map.of("endpoint", endpoint), Map.of());
        SettingsReader around = reader(Map.of(), Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint));

        for (SettingsReader each : List.of(configured, around)) {
            assertThat(each.read().endpoint()).isEqualTo(URI.create("http://localhost:4318/v1/traces"));
        }
        assertThat(configured.faults()).hasSize(1);
        assertThat(around.remarks()).hasSize(1);
        assertThat(configured.faults().get(0) + around.remarks().get(0))
                .contains("query", "headers")
                .doesNotContain("hunter2");
    }

    @Test
    void saysWhereSpansGoWithoutTheQuery() throws Exception {
        TracingSettings settings =
                read(Map.of(), Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://c:4318/exact?key=hunter2#x"));

        assertThat(settings).hasToString("https://c:4318/exact (http/protobuf)");
        assertThat(new OtlpSender(settings, "1")).hasToString("https://c:4318/exact");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WebSettingsTest {
    private static final Path SHIPPED = Path.of("../../../config/io.subrack.web.properties");

    @Test
    void takesTheDefaultsWhereNothingIsSet() {
        WebConfig config = WebSettings.read(Map.of());

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.body_bytes()).isEqualTo(16L << 20);
    }

    @Test
    void takesTextAsItComesFromAFile() {
        WebConfig config = WebSettings.read(Map.of("port", " 0 ", "http2", "false", "body.bytes", "5000000000"));

        assertThat(config.port()).isZero();
        assertThat(config.http2()).isFalse();
        assertThat(config.body_bytes()).isEqualTo(5_000_000_000L);
    }

    @Test
    void tellsAllFaultsAtOnce() {
        Map<String, String> settings =
                Map.of("port", "http", "threads.max", "-5", "compression", "yes", "tls.keystore", "/nowhere/keys.p12");

        assertThatThrownBy(() -> WebSettings.read(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.subrack.web: port must be a number from 0 to 65535, not http")
                .hasMessageContaining("threads.max must be a number from 8 to 10000, not -5")
                .hasMessageContaining("compression must be true or false, not yes")
                .hasMessageContaining("tls.keystore must name a readable file, not /nowhere/keys.p12")
                .hasMessageContaining("tls.password.file");
    }

    @Test
    void takesNoWordThatAKeyDoesNotKnow() {
        assertThat(WebSettings.faults(Map.of("trace.trust", "sometimes", "request.log", "xml")))
                .containsExactly(
                        "io.subrack.web: request.log must be off or text or json, not xml",
                        "io.subrack.web: trace.trust must be always or proxies or never, not sometimes");
        assertThat(WebSettings.faults(Map.of("trace.trust", "never", "request.log", "json")))
                .isEmpty();
    }

    @Test
    void namesAllFaultsOfValuesThatAreToBeTaken() {
        assertThat(new WebConfigurationCheck().faults(Map.of("port", 70_000, "threads.max", 9, "threads.min", 10)))
                .containsExactlyInAnyOrder(
                        "io.subrack.web: port must be a number from 0 to 65535, not 70000",
                        "io.subrack.web: threads.max must not be below threads.min");
        assertThat(new WebConfigurationCheck().faults(Map.of("port", 8081))).isEmpty();
    }

    @Test
    void shipsAFileWithEveryKeyAndItsDefault() throws IOException {
        Properties shipped = new Properties();
        try (Reader reader = Files.newBufferedReader(SHIPPED)) {
            shipped.load(reader);
        }
        Map<String, String> defaults = new TreeMap<>();
        for (Method method : WebConfig.class.getDeclaredMethods()) {
            defaults.put(method.getName().replace('_', '.'), String.valueOf(method.getDefaultValue()));
        }

        assertThat(new TreeMap<>(shipped)).isEqualTo(defaults);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.StoreUnavailableException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSettingsTest {
    @TempDir
    Path directory;

    /** The defaults but for what is given. */
    private record Given(String external_url, int keys_publish_hours, int keys_rsa_bits)
            implements TokenSettings.Config {
        @Override
        public int access_token_minutes() {
            return 10;
        }

        @Override
        public int id_token_minutes() {
            return 60;
        }

        @Override
        public int keys_rotation_days() {
            return 2;
        }

        @Override
        public int clock_skew_seconds() {
            return 30;
        }

        @Override
        public int cache_tokens() {
            return 10_000;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return TokenSettings.Config.class;
        }
    }

    static TokenSettings withRsaBits(int bits) {
        return new TokenSettings(new Given("", 24, bits));
    }

    private static TokenSettings settings(String url) {
        return new TokenSettings(new Given(url, 24, 3072));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://subrack.example.org",
                "http://127.0.0.1:8080",
                "https://subrack.example.org:8443/base",
                "http://[::1]:8080"
            })
    void takesUrls(String url) {
        assertThat(settings(" " + url + " ").externalUrl()).contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subrack.example.org",
                "ftp://subrack.example.org",
                "HTTPS://subrack.example.org",
                "https://Subrack.example.org",
                "https://subrack.example.org/",
                "https://subrack.example.org/base/",
                "https://subrack.example.org/a/../b",
                "https://subrack.example.org?a=b",
                "https://subrack.example.org#a",
                "https://ada@subrack.example.org",
                "https://",
                "https:subrack",
                "https://a b",
                "/path"
            })
    void refusesOtherTextsWithTheRule(String url) {
        assertThatThrownBy(() -> settings(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.subrack.auth: external.url must be http or https")
                .hasMessageEndingWith(url);
    }

    @Test
    void refusesToPublishForLongerThanToSign() {
        assertThatThrownBy(() -> new TokenSettings(new Given("", 48, 3072)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys.publish.hours must be shorter than keys.rotation.days");
    }

    @Test
    void saysBeforeItIsTakenWhatAConfigurationWouldFailWith() {
        TokenConfigurationCheck check = new TokenConfigurationCheck();

        assertThat(check.faults(Map.of("external.url", "ftp://a", "keys.publish.hours", "48", "keys.rotation.days", 2)))
                .hasSize(2)
                .satisfiesExactly(
                        it -> assertThat(it).startsWith("io.subrack.auth: external.url must be http or https"),
                        it -> assertThat(it).endsWith("not 48 hours of 2 days"));
        assertThat(check.faults(Map.of("external.url", "$[env:URL]", "keys.publish.hours", "$[env:HOURS]")))
                .isEmpty();
        assertThat(check.faults(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2047, 8193})
    void refusesRsaKeysThatAreTooShortOrTakeForever(int bits) {
        assertThatThrownBy(() -> withRsaBits(bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys.rsa.bits must be 2048 to 8192, not " + bits);
    }

    @Test
    void keepsKeysForTheLongestToken() {
        assertThat(settings("").keep()).isEqualTo(Duration.ofMinutes(61).plusSeconds(30));
    }

    @Test
    void isWhereTheFrontDoorListensUnlessToldOtherwise() throws Exception {
        Path file = directory.resolve("http.url");
        Instant started = Instant.now();
        PlatformIssuer issuer = new PlatformIssuer(null, file, started);
        assertThatThrownBy(issuer::url)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("external.url");

        Files.writeString(file, "http://127.0.0.1:1234\n");
        Files.setLastModifiedTime(file, FileTime.from(started.minusSeconds(60)));
        assertThatThrownBy(issuer::url).as("of a process that is gone").isInstanceOf(StoreUnavailableException.class);
        Files.setLastModifiedTime(file, FileTime.from(started.plusSeconds(1)));

        assertThat(issuer.url()).isEqualTo(URI.create("http://127.0.0.1:1234"));
        assertThat(issuer.url("/x")).isEqualTo("http://127.0.0.1:1234/x");
        assertThat(issuer.secure()).isFalse();
    }

    @Test
    void isFoundInsideWhereTheFrontDoorListensAlsoWithAnotherUrlOutside() throws Exception {
        Path file = directory.resolve("http.url");
        Files.writeString(file, "http://127.0.0.1:1234\n");
        PlatformIssuer issuer = new PlatformIssuer(
                URI.create(TokenRig.ISSUER), file, Instant.now().minusSeconds(5));

        assertThat(issuer.url()).isEqualTo(URI.create(TokenRig.ISSUER));
        assertThat(issuer.secure()).isTrue();
        assertThat(issuer.inside()).isEqualTo(URI.create("http://127.0.0.1:1234"));
        Files.writeString(file, "https://127.0.0.1:1234\n");
        assertThat(new PlatformIssuer(URI.create(TokenRig.ISSUER), file, Instant.EPOCH).inside())
                .as("where the certificate fits")
                .isEqualTo(URI.create(TokenRig.ISSUER));
    }
}

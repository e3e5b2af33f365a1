/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialsTest {
    @Test
    void decodesBothPartsAsForms() {
        assertThat(parse("a%3Ab+c:s%2B%25+t")).contains(new BasicCredentials("a:b c", "s+% t"));
    }

    @Test
    void takesTheSchemeInAnyCaseAndAnEmptySecret() {
        assertThat(BasicCredentials.parse("bAsIc  " + base64("a:"))).contains(new BasicCredentials("a", ""));
        assertThat(parse("a:b:c")).contains(new BasicCredentials("a", "b:c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":secret", "nocolon", "a%:b", "a:b%2", "a b:c"})
    void refusesWhatIsMalformed(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void refusesWhatIsNoBase64OrNoUtf8() {
        assertThat(BasicCredentials.parse("Basic ?")).isEmpty();
        assertThat(BasicCredentials.parse("Basic YTpi*")).isEmpty();
        assertThat(BasicCredentials.parse("Basic " + Base64.getEncoder().encodeToString(new byte[] {'a', ':', -1})))
                .isEmpty();
        assertThat(BasicCredentials.parse("Bearer " + base64("a:b"))).isEmpty();
        assertThat(BasicCredentials.isBasic("Basicx")).isFalse();
        assertThat(BasicCredentials.isBasic("Basic x")).isTrue();
    }

    @Test
    void refusesWhatIsTooLong() {
        String longest = base64("a:" + "s".repeat(1_529)).replace("=", "");

        assertThat("Basic " + longest).hasSize(2_048);
        assertThat(BasicCredentials.parse("Basic " + longest)).isPresent();
        assertThat(BasicCredentials.parse("Basic  " + longest)).isEmpty();
    }

    @Test
    void hidesTheSecret() {
        assertThat(new BasicCredentials("a", "hush").toString()).doesNotContain("hush");
    }

    private static java.util.Optional<BasicCredentials> parse(String text) {
        return BasicCredentials.parse("Basic " + base64(text));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

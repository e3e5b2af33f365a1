/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectUrisTest {
    @ParameterizedTest
    @CsvSource({
        "https://app.example/cb, https://app.example/cb",
        "https://app.example/cb?a=b, https://app.example/cb?a=b",
        "com.example.app:/cb, com.example.app:/cb",
        "http://localhost:3000/cb, http://localhost:3000/cb",
        "http://127.0.0.1/cb, http://127.0.0.1/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:49152/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:1/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:65535/cb",
        "http://127.0.0.1:8000/cb, http://127.0.0.1:9000/cb",
        "http://127.0.0.1:8000/cb, http://127.0.0.1/cb",
        "http://127.0.0.1, http://127.0.0.1:9000",
        "http://[::1]/cb?x=1, http://[::1]:9000/cb?x=1"
    })
    void matches(String registered, String given) {
        assertThat(RedirectUris.matches(registered, given)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/cb, https://app.example/cb/",
        "https://app.example/cb, https://app.example/CB",
        "https://app.example/cb, https://APP.example/cb",
        "https://app.example/cb, https://app.example/cb?x=1",
        "https://app.example/cb, https://app.example/cb#x",
        "https://app.example/cb, https://app.example:443/cb",
        "https://app.example/cb, http://app.example/cb",
        "https://app.example/cb, https://app.example.evil.example/cb",
        "https://app.example/cb, https://app.example@evil.example/cb",
        "https://app.example/cb, https://app.example/cb/../evil",
        "https://app.example/cb, https://app.example/%63b",
        "http://localhost:3000/cb, http://localhost:3001/cb",
        "https://127.0.0.1/cb, https://127.0.0.1:9000/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:9000/cb/",
        "http://127.0.0.1/cb, http://127.0.0.1:9000/cb?x=1",
        "http://127.0.0.1/cb, http://127.0.0.1:9000/cb#x",
        "http://127.0.0.1/cb, http://127.0.0.1:/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:0/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:65536/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:099999/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:1@evil.example/cb",
        "http://127.0.0.1/cb, http://127.0.0.1.evil.example/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:90evil.example/cb",
        "http://127.0.0.1/cb, http://127.0.0.2:9000/cb",
        "http://127.0.0.1/cb, http://127.1:9000/cb",
        "http://127.0.0.1/cb, http://localhost:9000/cb",
        "http://127.0.0.1/cb, http://[::1]:9000/cb",
        "http://[::1]/cb, http://[::2]:9000/cb",
        "http://127.0.0.1/#f, http://127.0.0.1:9000/#f",
        "http://app.example/cb, http://app.example:9000/cb"
    })
    void doesNotMatch(String registered, String given) {
        assertThat(RedirectUris.matches(registered, given)).isFalse();
    }

    @Test
    void matchesAnyOfSeveral() {
        List<String> registered = List.of("https://one.example/", "https://two.example/");

        assertThat(RedirectUris.matchesAny(registered, "https://two.example/")).isTrue();
        assertThat(RedirectUris.matchesAny(registered, "https://three.example/"))
                .isFalse();
        assertThat(RedirectUris.matchesAny(List.of(), "https://one.example/")).isFalse();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UriRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/cb",
                "https://app.example:8443/cb?x=1",
                "http://127.0.0.1/cb",
                "http://[::1]:3000/cb",
                "http://localhost:3000/cb",
                "com.example.app:/cb"
            })
    void takes(String uri) {
        assertThat(UriRules.redirect(uri)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/cb",
                "//app.example/cb",
                "http://app.example/cb",
                "http://127.0.0.1.evil.example/cb",
                "https://*.example/cb",
                "https://app.example/*",
                "https://app.example/cb#x",
                "https://user@app.example/cb",
                "https://app.example/a/../cb",
                "https:///cb",
                "https:cb",
                "myapp:/cb",
                "javascript:alert(1)",
                "data:text/html,x",
                "https://app.example/a b",
                "https://\u00e4.example/"
            })
    void refuses(String uri) {
        assertThat(UriRules.redirect(uri)).isPresent();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(UriRules.redirect("https://app.example/" + "x".repeat(1_005)))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example/", "https://App.example", "https://app.example/x", "com.example:/"})
    void refusesForAnOrigin(String origin) {
        assertThat(UriRules.origin(origin)).isPresent();
        assertThat(UriRules.origin("https://app.example:8443")).isEmpty();
    }
}

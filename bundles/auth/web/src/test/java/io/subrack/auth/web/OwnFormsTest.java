/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Issuer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnFormsTest {
    private static final Issuer ISSUER = () -> URI.create("https://Subrack.example:443");

    @ParameterizedTest
    @CsvSource({
        "https://subrack.example, same-origin, inner:8080, true",
        "https://subrack.example, '',          inner:8080, true",
        "http://localhost:8080,   '',          localhost:8080, true",
        "http://LOCALHOST:8080,   '',          localhost:8080, false",
        "'',                      same-origin, inner:8080, true",
        "null,                    same-origin, inner:8080, true",
        "null,                    '',          inner:8080, false",
        "https://evil.example,    '',          inner:8080, false",
        "https://evil.example,    same-origin, inner:8080, false",
        "https://subrack.example, cross-site,  inner:8080, false",
        "https://subrack.example, same-site,   inner:8080, false",
        "https://subrack.example, none,        inner:8080, false",
        "https://subrack.example.evil.example, '', inner:8080, false",
        "'',                      '',          inner:8080, false",
    })
    void knowsOwnFormsByWhatTheBrowserSays(String origin, String site, String host, boolean own) {
        assertThat(OwnForms.isOwn(call(origin, site, host), ISSUER)).isEqualTo(own);
    }

    @Test
    void refusesTwoOrigins() {
        Call call = call("https://subrack.example", "", "inner:8080");
        call.headers().put("origin", List.of("https://subrack.example", "https://evil.example"));

        assertThat(OwnForms.isOwn(call, ISSUER)).isFalse();
    }

    @Test
    void takesProgramsForOwnWhereNoCookieCounts() {
        assertThat(OwnForms.isForeign(call("", "", "inner:8080"), ISSUER)).isFalse();
        assertThat(OwnForms.isForeign(call("https://evil.example", "", "inner:8080"), ISSUER))
                .isTrue();
        assertThat(OwnForms.isForeign(call("", "cross-site", "inner:8080"), ISSUER))
                .isTrue();
    }

    private static Call call(String origin, String site, String host) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("host", List.of(host));
        if (!origin.isEmpty()) {
            headers.put("origin", List.of(origin));
        }
        if (!site.isEmpty()) {
            headers.put("sec-fetch-site", List.of(site));
        }
        return new Call("POST", "/login", null, headers, new byte[0], List.of(), new Origin("", "", ""));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {
    private static final AuditEvent EVENT = AuditEvent.failure(AuditTypes.LOGIN_FAILED, AuditActor.ANONYMOUS);

    @Test
    void writesOutWhatDoesNotPrint() {
        var event = EVENT.on("user", "a\u001b[31m\r\n{\"seq\":1}\u202e\u2028\ud800\u0085b");

        assertThat(event.target()).isEqualTo("user:a\\u001b[31m\\u000d\\u000a{\"seq\":1}\\u202e\\u2028\\ud800\\u0085b");
    }

    @Test
    void keepsTheLettersOfAllPeople() {
        assertThat(EVENT.on("user", "Åsa 王 😀").target()).isEqualTo("user:Åsa 王 😀");
    }

    @Test
    void cutsWhatIsTooLongAndNeverInsideACharacter() {
        var target = EVENT.on("user", "😀".repeat(500_000)).target();

        assertThat(target).hasSizeLessThanOrEqualTo(AuditEvent.MAX_TEXT_CHARS).endsWith("😀…");
    }

    @Test
    void boundsAllDetailsTogether() {
        Map<String, String> details = new LinkedHashMap<>();
        for (int i = 0; i < AuditEvent.MAX_DETAILS; i++) {
            details.put("d" + i, "x".repeat(5_000));
        }

        var event = new AuditEvent("a.b", AuditActor.PLATFORM, "", AuditOutcome.SUCCESS, "", "", details);

        assertThat(event.details().values().stream().mapToInt(String::length).sum())
                .isLessThanOrEqualTo(AuditEvent.MAX_DETAIL_CHARS + AuditEvent.MAX_DETAILS);
        details.put("more", "");
        assertThatThrownBy(() -> new AuditEvent("a.b", AuditActor.PLATFORM, "", AuditOutcome.SUCCESS, "", "", details))
                .hasMessageContaining("at most 32 details");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "newPassword",
                "client_secret",
                "clientSecret",
                "Authorization",
                "access_token",
                "refreshToken",
                "code",
                "code_verifier",
                "set-cookie",
                "client_assertion"
            })
    void masksTheValueOfAName(String name) {
        assertThat(EVENT.with(name, "hunter2").details()).containsEntry(name, AuditEvent.MASK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token.id", "tokenType", "method", "reason", "clientId", "kid", "error.code", "scope"})
    void keepsTheValueOfAName(String name) {
        assertThat(EVENT.with(name, "plain").details()).containsEntry(name, "plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srk_0123456789abcdefghijABCDEFGHIJ0123456789abc",
                "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
                "Bearer 0123456789abcdef",
                "basic YWRhOmh1bnRlcjI=",
                "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49"
            })
    void masksWhatLooksLikeASecretWhereverItStands(String secret) {
        var event = EVENT.on("user", secret).from(secret, secret).with("reason", "got " + secret + " from them");

        assertThat(event.toString())
                .doesNotContain(secret.substring(secret.length() - 12))
                .contains(AuditEvent.MASK);
        assertThat(AuditActor.user(secret, secret).toString()).doesNotContain(secret.substring(secret.length() - 12));
    }

    @Test
    void masksASecretThatTheCutWouldHalve() {
        var secret = "srk_" + "a".repeat(43);

        assertThat(EVENT.on("user", "x".repeat(225) + " " + secret).target()).doesNotContain("srk_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "Auth.login", "auth..login", "auth.login\n", "", "a.b c"})
    void refusesATypeThatIsNoCode(String type) {
        assertThatThrownBy(() -> AuditEvent.success(type, AuditActor.PLATFORM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void findsTypesByTheirFirstWords() {
        assertThat(AuditFilter.ofType("auth.login").matchesType("auth.login.failed"))
                .isTrue();
        assertThat(AuditFilter.ofType("auth.login").matchesType("auth.login")).isTrue();
        assertThat(AuditFilter.ofType("auth.log").matchesType("auth.login.failed"))
                .isFalse();
        assertThat(AuditFilter.ofType("auth.login.failed").matchesType("auth.login"))
                .isFalse();
    }

    @Test
    void readsAnchors() {
        var anchor = new AuditAnchor(12, "ab".repeat(32));

        assertThat(AuditAnchor.parse(anchor.toString())).isEqualTo(anchor);
        assertThatThrownBy(() -> AuditAnchor.parse("12")).hasMessageContaining("<sequence>:<hash>");
        assertThatThrownBy(() -> AuditAnchor.parse("12:AB")).isInstanceOf(IllegalArgumentException.class);
    }
}

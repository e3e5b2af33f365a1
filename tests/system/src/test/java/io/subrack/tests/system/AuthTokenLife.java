/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.tests.system.AuthRig.Authorized;
import io.subrack.tests.system.AuthRig.Registered;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of tokens that were given: who may renew them, ask about them, and what takes them back. */
abstract class AuthTokenLife extends AuthPart {
    /** Who comes back so soon has raced, and takes nothing away from who won. */
    private static final long RACE_MILLIS = 1_200;

    private static Registered web;
    private static Registered other;
    private static Registered spa;

    @BeforeAll
    static void register() throws Exception {
        web = rig.webClient("kept-web");
        other = rig.webClient("kept-other");
        spa = rig.publicClient("kept-spa", "https://spa.example/callback");
    }

    @Test
    void takesBackWhatAReusedCodeGave() throws Exception {
        Authorized code = rig.authorize(rig.browser(), web, "openid offline_access");
        JsonNode tokens = AuthRig.expect(200, rig.redeem(web, code)).json();

        refused(400, "invalid_grant", rig.redeem(web, code));

        refused(
                400,
                "invalid_grant",
                rig.refresh(web, tokens.path("refresh_token").asText()));
        assertThat(isActive(tokens.path("access_token").asText())).isFalse();
        assertThat(userinfo(tokens.path("access_token").asText()).status()).isEqualTo(401);
    }

    @Test
    void letsExactlyOneOfTenRedemptionsWin() throws Exception {
        Authorized code = rig.authorize(rig.browser(), web, "openid");

        oneHasWon(Parallel.times(10, () -> rig.redeem(web, code)));
    }

    @Test
    void letsExactlyOneOfTenRefreshesWin() throws Exception {
        String token =
                rig.tokens(spa, "openid offline_access").path("refresh_token").asText();

        oneHasWon(Parallel.times(10, () -> rig.refresh(spa, token)));
    }

    private static void oneHasWon(List<ApiAnswer> answers) {
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 200)
                .forEach(answer -> refused(400, "invalid_grant", answer));
    }

    @Test
    void revokesTheFamilyOfAReusedRefreshToken() throws Exception {
        JsonNode first = rig.tokens(web, "openid offline_access");
        String stolen = first.path("refresh_token").asText();
        JsonNode second = AuthRig.expect(200, rig.refresh(web, stolen)).json();
        JsonNode third = AuthRig.expect(
                        200, rig.refresh(web, second.path("refresh_token").asText()))
                .json();
        Thread.sleep(RACE_MILLIS);

        refused(400, "invalid_grant", rig.refresh(web, stolen));

        refused(
                400,
                "invalid_grant",
                rig.refresh(web, third.path("refresh_token").asText()));
        for (JsonNode each : List.of(first, second, third)) {
            assertThat(isActive(each.path("access_token").asText())).isFalse();
            assertThat(userinfo(each.path("access_token").asText()).status()).isEqualTo(401);
        }
    }

    @Test
    void keepsRefreshTokensToTheirClientAndScopes() throws Exception {
        String token =
                rig.tokens(web, "openid offline_access").path("refresh_token").asText();

        refused(400, "invalid_grant", rig.refresh(other, token));
        refused(
                400,
                "invalid_scope",
                rig.token(web, "grant_type", "refresh_token", "refresh_token", token, "scope", "openid platform.read"));
        assertThat(rig.refresh(web, token).status()).isEqualTo(200);
    }

    @Test
    void introspectsForWhoHasACredential() throws Exception {
        String token = rig.clientToken(web, "platform.read");

        ApiAnswer asked = rig.form("/oauth2/introspect", other, "token", token);
        ApiAnswer byPublicClient = rig.form("/oauth2/introspect", spa, "token", token);
        ApiAnswer byNobody = rig.form("/oauth2/introspect", "", "token", token);
        ApiAnswer byBearer = rig.form("/oauth2/introspect", "Bearer " + token, "token", token);

        assertThat(asked.status()).as(asked.toString()).isEqualTo(200);
        assertThat(asked.header("cache-control")).isEqualTo("no-store");
        assertThat(asked.json().path("active").asBoolean()).isTrue();
        assertThat(asked.json().path("client_id").asText()).isEqualTo(web.id());
        assertThat(asked.json().path("scope").asText()).isEqualTo("platform.read");
        assertThat(asked.json().path("exp").isIntegralNumber()).isTrue();
        refused(401, "invalid_client", byPublicClient);
        assertThat(byNobody.status()).as(byNobody.toString()).isIn(400, 401);
        assertThat(byBearer.json().path("active").asBoolean()).isTrue();
        assertThat(rig.form("/oauth2/introspect", web, "token", "nonsense")
                        .json()
                        .toString())
                .isEqualTo("{\"active\":false}");
    }

    @Test
    void revokesAtOnceAndOnlyForTheOwner() throws Exception {
        String token = rig.clientToken(web, "platform.read");

        ApiAnswer byOther = rig.form("/oauth2/revoke", other, "token", token);
        boolean still = isActive(token);
        ApiAnswer byOwner = rig.form("/oauth2/revoke", web, "token", token);

        assertThat(byOther.status()).as(byOther.toString()).isIn(200, 400);
        assertThat(still).isTrue();
        assertThat(byOwner.status()).as(byOwner.toString()).isEqualTo(200);
        assertThat(isActive(token)).isFalse();
        assertThat(rig.platform()
                        .client(token)
                        .get(ApiClient.MANAGEMENT + "/bundles")
                        .status())
                .isEqualTo(401);
        assertThat(rig.form("/oauth2/revoke", web, "token", "srr_" + "B".repeat(43))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tellsWhoAUserIsOnlyToWhoMayKnow() throws Exception {
        String identified =
                rig.tokens(web, "openid profile").path("access_token").asText();
        String anonymous = rig.tokens(web, "platform.read").path("access_token").asText();

        ApiAnswer known = userinfo(identified);
        ApiAnswer posted = rig.platform()
                .client("")
                .send(
                        "POST",
                        "/oauth2/userinfo",
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString("access_token=" + identified));
        ApiAnswer underScoped = userinfo(anonymous);
        ApiAnswer without = rig.platform().client("").get("/oauth2/userinfo");

        assertThat(known.json().path("sub").asText())
                .isEqualTo(Forgery.payload(identified).path("sub").asText());
        assertThat(known.json().path("preferred_username").asText()).isEqualTo(Subrack.ADMIN);
        assertThat(posted.json()).isEqualTo(known.json());
        assertThat(underScoped.status()).isEqualTo(403);
        assertThat(underScoped.header("www-authenticate"))
                .contains("insufficient_scope")
                .contains("scope=\"openid\"");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("www-authenticate"))
                .startsWith("Bearer realm=")
                .doesNotContain("error");
    }

    private static boolean isActive(String token) throws Exception {
        ApiAnswer answer = AuthRig.expect(200, rig.form("/oauth2/introspect", web, "token", token));
        return answer.json().path("active").asBoolean();
    }

    private static ApiAnswer userinfo(String token) throws Exception {
        return rig.platform().client(token).get("/oauth2/userinfo");
    }
}

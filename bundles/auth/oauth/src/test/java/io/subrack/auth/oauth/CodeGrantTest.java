/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.assertError;
import static io.subrack.auth.oauth.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.audit.api.AuditTypes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodeGrantTest {
    private final World world = new World();

    @Test
    void givesTokensForACode() {
        Reply reply = world.redeem(world.code("scope", "openid profile email orders.read offline_access"));

        JsonNode body = json(reply);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("Cache-Control", "no-store");
        assertThat(body.path("token_type").textValue()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").isIntegralNumber()).isTrue();
        assertThat(body.path("expires_in").intValue()).isEqualTo(300);
        assertThat(body.path("scope").textValue()).isEqualTo("email offline_access openid orders.read profile");
        assertThat(body.path("refresh_token").textValue()).matches("srr_[A-Za-z0-9_-]{43}");
        var idToken = world.tokens.idTokens.get(body.path("id_token").textValue());
        assertThat(idToken.subject()).isEqualTo("ada");
        assertThat(idToken.nonce()).isEqualTo("n1");
        assertThat(idToken.claims()).containsEntry("name", "Ada L.").containsEntry("email", "ada@example.org");
        assertThat(idToken.accessToken()).isEqualTo(body.path("access_token").textValue());
        var access = world.tokens.verify(body.path("access_token").textValue()).orElseThrow();
        assertThat(access.caller().subject()).isEqualTo("ada");
        assertThat(access.caller().roles()).containsExactly("clerk");
        assertThat(access.caller().clientId()).isEqualTo("web");
        assertThat(world.audit.types()).contains(AuditTypes.TOKEN_ISSUED);
    }

    @Test
    void givesNoRefreshTokenWithoutOfflineAccessToAnOpenIdClient() {
        JsonNode body = json(world.redeem(world.code("scope", "openid orders.read")));

        assertThat(body.has("refresh_token")).isFalse();
        assertThat(body.has("id_token")).isTrue();
    }

    @Test
    void givesARefreshTokenToAPlainOAuthClientThatMayRefresh() {
        JsonNode body = json(world.redeem(world.code("scope", "orders.read")));

        assertThat(body.has("refresh_token")).isTrue();
        assertThat(body.has("id_token")).isFalse();
    }

    @Test
    void givesOnlyWhatTheUserMayDo() {
        world.accounts.scopes.put("ada", java.util.Set.of("orders.read"));

        JsonNode body = json(world.redeem(world.code("scope", "openid orders.read orders.write")));

        assertThat(body.path("scope").textValue()).isEqualTo("openid orders.read");
    }

    @Test
    void revokesWhatACodeGaveWhenItComesAgain() {
        String code = world.code("scope", "openid orders.read offline_access");
        JsonNode first = json(world.redeem(code));

        assertError(world.redeem(code), 400, "invalid_grant");

        assertThat(world.tokens.verify(first.path("access_token").textValue())).isEmpty();
        assertError(world.refresh(first.path("refresh_token").textValue()), 400, "invalid_grant");
        assertThat(world.audit.types()).contains(AuditTypes.TOKEN_REUSED);
    }

    @Test
    void refusesAnUnknownCode() {
        assertError(world.redeem("src_nobody"), 400, "invalid_grant");
    }

    @Test
    void refusesACodeAfterItsTime() {
        String code = world.code();

        world.clock.advance(Duration.ofSeconds(60));

        assertError(world.redeem(code), 400, "invalid_grant");
    }

    @Test
    void refusesACodeOfAnotherClientAndEndsItsGrant() {
        String code = world.code();

        Reply reply = world.post(
                Paths.TOKEN,
                "Authorization: " + World.basic("other", Clients.SECRET),
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                World.CALLBACK,
                "code_verifier",
                World.VERIFIER);

        assertError(reply, 400, "invalid_grant");
        assertThat(world.grants.all()).allMatch(grant -> grant.revoked() != null);
        assertError(world.redeem(code), 400, "invalid_grant");
    }

    @Test
    void refusesAnotherRedirectUri() {
        String code = world.code();

        Reply reply = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                "http://127.0.0.1/cb",
                "code_verifier",
                World.VERIFIER);

        assertError(reply, 400, "invalid_grant");
    }

    @Test
    void refusesToLeaveOutARedirectUriThatWasSent() {
        Reply reply = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                "authorization_code",
                "code",
                world.code(),
                "code_verifier",
                World.VERIFIER);

        assertError(reply, 400, "invalid_grant");
    }

    @Test
    void demandsThatARedirectUriThatWasLeftOutStaysSo() {
        world.clients.put(Clients.client("web").redirectUris(World.CALLBACK).build());

        Reply without = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                "authorization_code",
                "code",
                world.code("redirect_uri", ""),
                "code_verifier",
                World.VERIFIER);
        Reply with = world.redeem(world.code("redirect_uri", ""));

        assertThat(without.status()).isEqualTo(200);
        assertError(with, 400, "invalid_grant");
    }

    @Test
    void refusesAWrongVerifierAndNone() {
        Reply wrong = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                "authorization_code",
                "code",
                world.code(),
                "redirect_uri",
                World.CALLBACK,
                "code_verifier",
                "x".repeat(43));
        Reply none = world.post(
                Paths.TOKEN,
                "Authorization: " + World.BASIC,
                "grant_type",
                "authorization_code",
                "code",
                world.code(),
                "redirect_uri",
                World.CALLBACK);

        assertError(wrong, 400, "invalid_grant");
        assertError(none, 400, "invalid_grant");
    }

    @Test
    void refusesAVerifierWhereThereWasNoChallenge() {
        world.clients.put(Clients.client("web").withoutPkce().build());

        String code = world.code("code_challenge", "", "code_challenge_method", "");

        assertError(world.redeem(code), 400, "invalid_grant");
    }

    @Test
    void demandsACode() {
        Reply reply = world.post(Paths.TOKEN, "Authorization: " + World.BASIC, "grant_type", "authorization_code");

        assertError(reply, 400, "invalid_request");
    }

    @Test
    void refusesAUserWhoWasDisabledMeanwhile() {
        String code = world.code();

        world.user("ada", false);

        assertError(world.redeem(code), 400, "invalid_grant");
        assertThat(world.grants.all()).allMatch(grant -> grant.revoked() != null);
    }

    @Test
    void refusesWhatIsOlderThanTheClientsNotBefore() {
        String code = world.code();

        world.clients.put(Clients.client("web")
                .notBefore(world.clock.instant().plusSeconds(1))
                .build());

        assertError(world.redeem(code), 400, "invalid_grant");
    }

    @Test
    void letsExactlyOneOfTenWin() throws Exception {
        for (int round = 0; round < 20; round++) {
            String code = world.code("scope", "openid orders.read offline_access");

            List<Reply> replies = atOnce(10, () -> world.redeem(code));

            assertThat(replies.stream().map(Reply::status).sorted())
                    .containsExactly(200, 400, 400, 400, 400, 400, 400, 400, 400, 400);
        }
    }

    static List<Reply> atOnce(int count, Callable<Reply> work) throws Exception {
        var threads = Executors.newFixedThreadPool(count);
        var barrier = new CyclicBarrier(count);
        try {
            var futures = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> {
                        barrier.await();
                        return work.call();
                    }))
                    .toList();
            var replies = new java.util.ArrayList<Reply>();
            for (var future : futures) {
                replies.add(future.get());
            }
            return replies;
        } finally {
            threads.shutdownNow();
        }
    }
}

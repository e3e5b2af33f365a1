/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.data.testing.FreePort;
import io.subrack.tests.system.AuthLedger.Redemption;
import io.subrack.tests.system.AuthRig.Registered;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** {@code kill -9} at random moments, while everything that central auth knows is changed. */
@Order(2)
class AuthKillIT {
    private static final int ROUNDS = Integer.getInteger("subrack.kill.rounds", 10);
    private static final int MOST_MORE_MILLIS = 300;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** What must have happened before a kill, so that each kind does, and some of them a moment ago. */
    private static final List<String> AWAITED = List.of(
            "keys exchanged at once",
            "users disabled or deleted",
            "refresh tokens used",
            "keys rotated",
            "grants revoked",
            "clients disabled or deleted",
            "users disabled or deleted",
            "client tokens revoked",
            "API tokens deleted");

    /** How much of what was found right is looked at again after the next kill. */
    private static final int KEPT = 40;

    private final long seed = Long.getLong("subrack.kill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AuthLedger ledger = new AuthLedger();
    private Subrack subrack;
    private AuthRig rig;
    private Registered web;
    private Browser admin;
    private String where;

    @BeforeEach
    void start() throws Exception {
        subrack = SharedSubrack.fresh("AuthKillIT");
        subrack.set("io.subrack.web", "port", Integer.toString(FreePort.any())); // it is in the issuer's name
        subrack.set("io.subrack.auth", "access.token.minutes", "60");
        subrack.set("io.subrack.auth.oauth", "refresh.grace.seconds", "0"); // so that once is once
        subrack.start();
        rig = AuthRig.of(subrack);
        rig.deployVault();
        web = rig.webClient("kill-web");
        admin = rig.browser();
        rig.authorize(admin, web, "openid");
    }

    @AfterEach
    void end() {
        subrack.close();
    }

    @Test
    void forgetsNothingThatWasAcknowledged() throws Exception {
        System.out.println("seed " + seed);
        for (int round = 1; round <= ROUNDS; round++) {
            where = "round " + round + ", seed " + seed + ", log " + subrack.log() + ": ";
            AuthChanges changes = new AuthChanges(rig, ledger, web, admin, random.nextLong());
            changes.begin();
            String awaited = AWAITED.get(round % AWAITED.size());
            long enough = ledger.counted(awaited) + 1;
            Waiting.until(awaited, DEADLINE, () -> ledger.counted(awaited) >= enough || changes.failed());
            Thread.sleep(random.nextInt(MOST_MORE_MILLIS));
            subrack.kill();
            changes.end();

            subrack.start();

            hasItsSigningKeys();
            hasItsUsersAndClients();
            knowsGoodTokensFromBadOnes();
            redeemsNothingTwice();
            assertThat(auditIsIntact()).as(where).isTrue();
            assertThat(admin.get("/account").status()).as(where).isEqualTo(200);
        }
        System.out.println(ROUNDS + " kills, acknowledged: " + ledger.counts());
        assertThat(subrack.stop()).isZero();
        assertThat(subrack.command("audit", "verify")).isZero();
    }

    private void hasItsSigningKeys() throws Exception {
        Set<String> published = new HashSet<>();
        rig.jwks().path("keys").forEach(key -> published.add(key.path("kid").asText()));
        ledger.keys
                .all()
                .forEach((kid, fate) -> assertThat(published.contains(kid))
                        .as(where + "key " + kid)
                        .isEqualTo(fate.equals(AuthLedger.PUBLISHED)));
        ledger.keys.keep(KEPT);
    }

    private void hasItsUsersAndClients() throws Exception {
        for (Map.Entry<String, String> user : ledger.users.all().entrySet()) {
            assertThat(fate("/users/" + user.getKey())).as(where + user).isEqualTo(user.getValue());
        }
        for (Map.Entry<String, String> client : ledger.clients.all().entrySet()) {
            assertThat(fate("/clients/" + client.getKey())).as(where + client).isEqualTo(client.getValue());
        }
        ledger.users.keep(KEPT);
        ledger.clients.keep(KEPT);
    }

    private String fate(String path) throws Exception {
        ApiAnswer answer = rig.operator().get(ApiClient.MANAGEMENT + path);
        if (answer.status() == 404) {
            return AuthLedger.GONE;
        }
        JsonNode json = AuthRig.expect(200, answer).json();
        return json.path("enabled").asBoolean() ? json.path("name").asText() : AuthLedger.DISABLED;
    }

    private void knowsGoodTokensFromBadOnes() throws Exception {
        Map<String, String> keys = ledger.keys.all();
        for (Map.Entry<String, Boolean> token : ledger.accessTokens.all().entrySet()) {
            String key = keys.get(Forgery.header(token.getKey()).path("kid").asText());
            if (!token.getValue() || AuthLedger.GONE.equals(key)) {
                ledger.accessTokens.settle(token.getKey(), false);
                isKnownAs(false, token.getKey());
            } else if (key != null) {
                isKnownAs(true, token.getKey());
            }
        }
        for (Map.Entry<String, Boolean> token : ledger.refreshTokens.all().entrySet()) {
            assertThat(isActive(token.getKey())).as(where + "refresh token").isEqualTo(token.getValue());
        }
        for (Map.Entry<String, Boolean> token : ledger.apiTokens.all().entrySet()) {
            assertThat(callOf("/vault/any", token.getKey()))
                    .as(where + "API token")
                    .isEqualTo(token.getValue() ? 200 : 401);
        }
        ledger.accessTokens.keep(KEPT);
        ledger.refreshTokens.keep(KEPT);
        ledger.apiTokens.keep(KEPT);
    }

    private void isKnownAs(boolean good, String token) throws Exception {
        String what = where + Forgery.payload(token);
        assertThat(callOf("/vault/any", token)).as(what).isEqualTo(good ? 200 : 401);
        assertThat(isActive(token)).as(what).isEqualTo(good);
        // Who has no scope for it is known, and refused for another reason.
        assertThat(callOf("/oauth2/userinfo", token) != 401).as(what).isEqualTo(good);
    }

    private int callOf(String path, String token) throws Exception {
        return subrack.client(token).get(path).status();
    }

    private boolean isActive(String token) throws Exception {
        return AuthRig.expect(200, rig.form("/oauth2/introspect", web, "token", token))
                .json()
                .path("active")
                .asBoolean();
    }

    /** Tries again what was redeemed in this round. Some of that is taken for theft, which ends what it gave. */
    private void redeemsNothingTwice() throws Exception {
        int tried = 0;
        for (Redemption redemption : List.copyOf(ledger.redemptions)) {
            boolean answered = redemption.answered();
            if (!answered || tried++ < KEPT) {
                redemption.family.doubt();
                ApiAnswer again = redemption.attempt();
                assertThat(again.status()).as(where + again).isIn(answered ? Set.of(400) : Set.of(200, 400));
                assertThat(redemption.attempt().status()).as(where).isEqualTo(400);
            }
            assertThat(redemption.wins()).as(where).isLessThanOrEqualTo(1);
        }
        ledger.redemptions.clear();
    }

    private boolean auditIsIntact() throws Exception {
        ApiAnswer verified = rig.operator().post(ApiClient.MANAGEMENT + "/audit/verification", "{}");
        return AuthRig.expect(200, verified).json().path("intact").asBoolean();
    }
}

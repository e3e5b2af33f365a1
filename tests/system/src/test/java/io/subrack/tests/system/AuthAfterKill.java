/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.tests.system.AuthLedger.Facts;
import io.subrack.tests.system.AuthLedger.Redemption;
import io.subrack.tests.system.AuthRig.Registered;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Whether central auth knows after a kill and a start what it has acknowledged before. */
final class AuthAfterKill {
    /** How many tokens of a kind that were found right are looked at again after the next kill. */
    private static final int KEPT = 20;

    private final AuthRig rig;
    private final AuthLedger ledger;
    private final Registered web;
    private final Random random;

    /** What all who judge access tokens have said of them, after an earlier kill. */
    private final Map<String, Boolean> agreed = new HashMap<>();

    private String where = "";

    @FunctionalInterface
    private interface Judge {
        boolean takes(String token) throws Exception;
    }

    AuthAfterKill(AuthRig rig, AuthLedger ledger, Registered web, Random random) {
        this.rig = rig;
        this.ledger = ledger;
        this.web = web;
        this.random = random;
    }

    /** @param round what to say of a failure first */
    void check(String round) throws Exception {
        where = round;
        hasItsSigningKeys();
        hasItsUsersAndClients();
        knowsGoodTokensFromBadOnes();
        redeemsNothingTwice();
        assertThat(auditIsIntact()).as(where).isTrue();
    }

    private void hasItsSigningKeys() throws Exception {
        Set<String> published = new HashSet<>();
        rig.jwks().path("keys").forEach(key -> published.add(key.path("kid").asText()));
        ledger.keys
                .all()
                .forEach((kid, fate) -> assertThat(published.contains(kid))
                        .as(where + "key " + kid)
                        .isEqualTo(fate.equals(AuthLedger.PUBLISHED)));
    }

    private void hasItsUsersAndClients() throws Exception {
        isAsTold(ledger.users, fates("/users"));
        isAsTold(ledger.clients, fates("/clients"));
    }

    private void isAsTold(Facts<String> facts, Map<String, String> fates) {
        facts.all()
                .forEach((id, fate) -> assertThat(fates.getOrDefault(id, AuthLedger.GONE))
                        .as(where + id)
                        .isEqualTo(fate));
    }

    /** Returns the names, or {@link AuthLedger#DISABLED}, of all that are there, by their ids. */
    private Map<String, String> fates(String list) throws Exception {
        Map<String, String> fates = new HashMap<>();
        String page = ApiClient.MANAGEMENT + list + "?limit=500";
        while (!page.isEmpty()) {
            JsonNode json = AuthRig.expect(200, rig.operator().get(page)).json();
            for (JsonNode item : json.path("items")) {
                boolean enabled = item.path("enabled").asBoolean();
                fates.put(item.path("id").asText(), enabled ? item.path("name").asText() : AuthLedger.DISABLED);
            }
            page = json.path("next").asText();
        }
        return fates;
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
            assertThat(isLetIn(token.getKey())).as(where + "API token").isEqualTo(token.getValue());
        }
        ledger.accessTokens.keep(KEPT);
        ledger.refreshTokens.keep(KEPT);
        ledger.apiTokens.keep(KEPT);
    }

    /** Asks all who judge tokens, or one of them if they all have said so after an earlier kill. */
    private void isKnownAs(boolean good, String token) throws Exception {
        List<Judge> judges = List.of(this::isLetIn, this::isActive, this::isSomebody);
        boolean again = Boolean.valueOf(good).equals(agreed.put(token, good));
        for (Judge judge : again ? List.of(judges.get(random.nextInt(judges.size()))) : judges) {
            assertThat(judge.takes(token)).as(where + Forgery.payload(token)).isEqualTo(good);
        }
    }

    private boolean isLetIn(String token) throws Exception {
        int status = rig.platform().client(token).get("/vault/any").status();
        assertThat(status).as(where).isIn(200, 401);
        return status == 200;
    }

    /** Who has no scope for it is known, and refused for another reason. */
    private boolean isSomebody(String token) throws Exception {
        return rig.platform().client(token).get("/oauth2/userinfo").status() != 401;
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

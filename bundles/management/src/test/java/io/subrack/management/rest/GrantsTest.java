/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.GrantDecision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bundles ask for, and what the admin says to it. */
@Timeout(60)
class GrantsTest {
    private static final String ASKING = "com.acme.asking 1.0.0";

    private ApiServer api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiServer();
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    private String plan() {
        var digest = api.postJar("/artifacts", ASKING).json().get("sha256").textValue();
        return api.postJson("/plans", """
                {"changes": [{"action": "install", "artifact": "%s"}]}""".formatted(digest)).json().get("id").textValue();
    }

    @Test
    void showsInThePlanWhatIsAskedAndInTheSetWhatIsGranted() {
        var id = plan();
        var grants = api.get("/plans/" + id).json().get("grants");

        api.postJson("/deployments", "{\"plan\": \"" + id + "\", \"grants\": \"asked\"}");

        assertThat(grants.toString())
                .isEqualTo("[{\"bundle\":\"com.acme.asking\",\"scope\":\"inventory.read\",\"effect\":\"ASKED_NEW\"}]");
        assertThat(api.get("/sets/current").json().at("/bundles/0/grants").toString())
                .isEqualTo("[\"inventory.read\"]");
        assertThat(api.get("/bundles/com.acme.asking").json().get("grants").toString())
                .isEqualTo("[\"inventory.read\"]");
    }

    @Test
    void grantsNothingWhereNothingIsSaid() {
        api.postJson("/deployments", "{\"plan\": \"" + plan() + "\"}");
        api.postJar("/bundles", "com.acme.asking 2.0.0");

        assertThat(api.deployments.decisions).containsExactly(GrantDecision.none(), GrantDecision.none());
    }

    @Test
    void passesOnWhatIsNamed() {
        api.postJson(
                "/deployments",
                "{\"plan\": \"" + plan()
                        + "\", \"grants\": {\"com.acme.asking\": [\"inventory.read\"], \"com.acme.b\": []}}");

        assertThat(api.deployments.decisions)
                .containsExactly(GrantDecision.named(
                        Map.of("com.acme.asking", List.of("inventory.read"), "com.acme.b", List.of())));
    }

    @Test
    void grantsAllThatIsAskedByTheShortWay() {
        var answer = api.postJar("/bundles?grants=asked", ASKING);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(api.deployments.decisions).containsExactly(GrantDecision.allAsked());
        assertThat(api.postJar("/bundles?grants=all", ASKING).status()).isEqualTo(400);
    }

    @Test
    void changesGrantsAlone() {
        api.postJar("/bundles?grants=asked", ASKING);

        var plan = api.postJson("/plans", """
                {"changes": [{"action": "grant", "bundle": "com.acme.asking", "scopes": []}]}""");
        api.postJson("/deployments", "{\"plan\": \"" + plan.json().get("id").textValue() + "\"}");

        assertThat(plan.json().get("changes").toString())
                .isEqualTo("[{\"action\":\"grant\",\"bundle\":\"com.acme.asking\",\"scopes\":[]}]");
        assertThat(api.get("/sets/current").json().at("/bundles/0/grants")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"all\"",
                "true",
                "[\"inventory.read\"]",
                "{\"com.acme.asking\": \"inventory.read\"}",
                "{\"com.acme.asking\": [1]}",
                "{\"com.acme.asking\": [\"two words\"]}",
                "{\"com.acme.asking\": null}",
                "{\"../asking\": [\"inventory.read\"]}"
            })
    void refusesADecisionThatCannotBeUnderstood(String grants) {
        var answer = api.postJson("/deployments", "{\"plan\": \"" + plan() + "\", \"grants\": " + grants + "}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().at("/faults/0/where").textValue()).startsWith("grants");
        assertThat(api.deployments.decisions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"bundle\": \"com.acme.asking\"",
                "\"scopes\": [\"a\"]",
                "\"bundle\": \"com.acme.asking\", \"scopes\": \"a\"",
                "\"bundle\": \"com.acme.asking\", \"scopes\": [\"a b\"]",
                "\"bundle\": \"com.acme.asking\", \"scopes\": [], \"set\": 1"
            })
    void refusesAMalformedGrantChange(String members) {
        var answer = api.postJson("/plans", "{\"changes\": [{\"action\": \"grant\", " + members + "}]}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    }
}

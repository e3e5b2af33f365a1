/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Phase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads, plans, deployments and the short ways. */
@Timeout(60)
class DeployingTest {
    private ApiServer api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiServer();
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    @Test
    void storesAnArtifactAndTellsWhereItIs() {
        var answer = api.postJar("/artifacts", "com.acme.greeter 1.0.0");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().get("symbolicName").textValue()).isEqualTo("com.acme.greeter");
        var digest = answer.json().get("sha256").textValue();
        assertThat(answer.header("Location"))
                .isEqualTo(api.uri("/artifacts/" + digest).toString());
        assertThat(api.get("/artifacts/" + digest).json()).isEqualTo(answer.json());
    }

    @Test
    void goesThePlainWayFromArtifactOverPlanToDeployment() {
        var digest = upload("com.acme.greeter 1.0.0");

        var plan = api.postJson("/plans", """
                {"reason": "first", "changes": [{"action": "install", "artifact": "%s"}]}""".formatted(digest));
        assertThat(plan.status()).isEqualTo(201);
        assertThat(plan.json().get("applicable").booleanValue()).isTrue();
        assertThat(plan.json().at("/bundles/0/action").textValue()).isEqualTo("ADD");
        assertThat(plan.json().at("/changes/0/artifact").textValue()).isEqualTo(digest);
        assertThat(plan.json().at("/wiring/0/provider").textValue()).isEqualTo("platform");
        var id = plan.json().get("id").textValue();
        assertThat(plan.header("Location")).endsWith("/plans/" + id);
        assertThat(api.get("/plans/" + id).json()).isEqualTo(plan.json());

        var deployment = api.postJson("/deployments", "{\"plan\": \"" + id + "\"}");
        assertThat(deployment.status()).isEqualTo(202);
        assertThat(deployment.header("Location")).endsWith("/deployments/" + id);
        var over = api.get("/deployments/" + id + "?wait=PT1S").json();
        assertThat(over.get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(over.get("author").textValue()).isEqualTo("tester (user u-tester)");
        assertThat(over.get("newSet").longValue()).isEqualTo(1);
        assertThat(over.get("steps")).hasSize(2);
    }

    @Test
    void letsNobodyApplyThePlanOfSomebodyElse() {
        var digest = upload("com.acme.greeter 1.0.0");
        var plan = api.postJson("/plans", """
                {"changes": [{"action": "install", "artifact": "%s"}]}""".formatted(digest));

        var answer = api.send(
                "POST",
                "/deployments",
                java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"plan\": \"" + plan.json().get("id").textValue() + "\"}"),
                "Content-Type",
                "application/json",
                "X-Test-Caller",
                "ada");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("the plan was made by tester");
    }

    @Test
    void deploysInOneCallAndAnswers201OnlyForANewBundle() {
        var first = api.postJar("/bundles?reason=first", "com.acme.greeter 1.0.0", "X-Test-Caller", "ada");
        var second = api.postJar("/bundles", "com.acme.greeter 2.0.0");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location")).endsWith("/bundles/com.acme.greeter");
        assertThat(first.json().get("author").textValue()).isEqualTo("ada (user u-ada)");
        assertThat(first.json().get("reason").textValue()).isEqualTo("first");
        assertThat(first.json().get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().get("author").textValue()).isEqualTo("tester (user u-tester)");
        assertThat(second.json().at("/bundles/0/from").textValue()).isEqualTo("1.0.0");
        assertThat(api.get("/bundles/com.acme.greeter").json().get("version").textValue())
                .isEqualTo("2.0.0");
    }

    @Test
    void answersThePlanAloneWhenThatIsAskedFor() {
        var answer = api.postJar("/bundles?plan", "com.acme.greeter 1.0.0");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("applicable").booleanValue()).isTrue();
        assertThat(answer.header("Content-Location")).contains("/plans/");
        assertThat(api.get("/bundles").json().get("items")).isEmpty();
    }

    @Test
    void refusesWhatDoesNotResolveWithAllFaultsOfThePlan() {
        var answer = api.postJar("/bundles", "com.acme.unresolved 1.0.0");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("type").textValue()).isEqualTo("urn:subrack:problem:deploy:unresolved");
        assertThat(answer.json().get("detail").textValue()).isEqualTo("nobody exports com.acme.text");
        assertThat(answer.json().at("/faults/0/kind").textValue()).isEqualTo("MISSING");
        assertThat(answer.json().at("/faults/0/bundle").textValue()).isEqualTo("com.acme.unresolved");

        var id = answer.json().get("plan").textValue();
        var applied = api.postJson("/deployments", "{\"plan\": \"" + id + "\", \"yes\": true}");
        assertThat(applied.status()).isEqualTo(409);
        assertThat(applied.json().get("faults")).hasSize(1);
    }

    @Test
    void asksForAYesBeforeOthersAreTouched() {
        var refused = api.postJar("/bundles", "com.acme.reaching 1.0.0");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("type").textValue()).endsWith("deploy:plan-needs-yes");
        assertThat(api.get("/plans/" + refused.json().get("plan").textValue()).status())
                .isEqualTo(200);

        assertThat(api.postJar("/bundles?yes=true", "com.acme.reaching 1.0.0").status())
                .isEqualTo(201);
    }

    @Test
    void tellsWhyADeploymentWasUndone() {
        var answer = api.postJar("/bundles", "com.acme.broken 1.0.0");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("type").textValue()).endsWith("deploy:start-failed");
        assertThat(answer.json().get("detail").textValue()).contains("no luck");
        var deployment = api.get(
                        "/deployments/" + answer.json().get("deployment").textValue())
                .json();
        assertThat(deployment.get("status").textValue()).isEqualTo("UNDONE");
        assertThat(deployment.at("/failure/type").textValue())
                .isEqualTo(answer.json().get("type").textValue());
    }

    @Test
    void answers202WhenTheDeploymentOutlastsTheDeadline() {
        var answer = api.postJar("/bundles", "com.acme.slow 1.0.0");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("status").textValue()).isEqualTo("RUNNING");
        assertThat(answer.header("Location"))
                .endsWith("/deployments/" + answer.json().get("id").textValue());
    }

    @Test
    void plansAnewWhenAnotherDeploymentCameBetween() {
        api.deployments.staleTimes = 2;

        assertThat(api.postJar("/bundles", "com.acme.greeter 1.0.0").status()).isEqualTo(201);
    }

    @Test
    void givesUpWhenOtherDeploymentsAlwaysComeBetween() {
        api.deployments.staleTimes = 50;

        var answer = api.postJar("/bundles", "com.acme.greeter 1.0.0");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("type").textValue()).endsWith("deploy:plan-stale");
    }

    @Test
    void waitsForADeploymentOnlyAsLongAsAsked() {
        var id = api.postJar("/bundles", "com.acme.slow 1.0.0").json().get("id").textValue();

        long before = System.nanoTime();
        var answer = api.get("/deployments/" + id + "?wait=PT0.3S");

        assertThat(answer.json().get("status").textValue()).isEqualTo("RUNNING");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(300));
        api.deployments.step(id, Phase.PROBE, "waiting");
        api.deployments.finish(id);
        assertThat(api.get("/deployments/" + id + "?wait=PT1S")
                        .json()
                        .get("status")
                        .textValue())
                .isEqualTo("COMMITTED");
    }

    @Test
    void uninstallsStopsAndStarts() {
        api.postJar("/bundles", "com.acme.greeter 1.0.0");

        assertThat(api.putJson("/bundles/com.acme.greeter/state", "{\"state\": \"STOPPED\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/bundles/com.acme.greeter/state")
                        .json()
                        .get("state")
                        .textValue())
                .isEqualTo("STOPPED");
        assertThat(api.putJson("/bundles/com.acme.greeter/state", "{\"state\": \"STOPPED\"}")
                        .status())
                .isEqualTo(204);
        assertThat(api.putJson("/bundles/com.acme.greeter/state", "{\"state\": \"STARTED\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.send("DELETE", "/bundles/com.acme.greeter", BodyPublishers.noBody())
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/bundles/com.acme.greeter").status()).isEqualTo(404);
        assertThat(api.send("DELETE", "/bundles/com.acme.greeter", BodyPublishers.noBody())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void rollsBackAndShowsThePlanOfItBefore() {
        api.postJar("/bundles", "com.acme.greeter 1.0.0");
        api.postJar("/bundles", "com.acme.greeter 2.0.0");

        var plan = api.send("POST", "/sets/1/rollback?plan=true", BodyPublishers.noBody());
        assertThat(plan.json().at("/changes/0/set").longValue()).isEqualTo(1);
        assertThat(api.get("/sets/current").json().get("number").longValue()).isEqualTo(2);

        var done = api.send("POST", "/sets/1/rollback", BodyPublishers.noBody());
        assertThat(done.status()).isEqualTo(200);
        var current = api.get("/sets/current").json();
        assertThat(current.get("number").longValue()).isEqualTo(3);
        assertThat(current.at("/bundles/0/version").textValue()).isEqualTo("1.0.0");
        assertThat(api.get("/sets/2").json().get("current").booleanValue()).isFalse();
        assertThat(api.send("POST", "/sets/99/rollback", BodyPublishers.noBody())
                        .status())
                .isEqualTo(404);
    }

    private String upload(String content) {
        return api.postJar("/artifacts", content).json().get("sha256").textValue();
    }
}

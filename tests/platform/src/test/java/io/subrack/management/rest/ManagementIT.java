/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API on the real platform. */
@Timeout(300)
class ManagementIT {
    @Test
    void managesABundleFromItsUploadToItsEnd() throws Exception {
        var settings = TestPlatform.with()
                .configure("io.subrack.deployment", "watch.millis", "300")
                .share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api");
        try (var platform = settings.start()) {
            var operator = new Operator(platform);
            strangersGetNothingButHealth(operator);
            showsThePlatform(operator);
            deploysAndUpdates(operator);
            showsWhatIsThere(operator);
            refusesAndSaysWhy(operator);
            followsADeployment(operator);
            stopsStartsRollsBackAndUninstalls(operator);
            grantsWhatABundleAsksFor(operator);
            countsWhatHappened(operator);
        }
    }

    private static void strangersGetNothingButHealth(Operator operator) {
        for (var path : List.of(Api.BASE + "/bundles", Api.BASE + "/openapi.json", "/metrics", "/health/details")) {
            Await.until(path, () -> operator.asStranger("GET", path).status() != 404);
            var answer = operator.asStranger("GET", path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("http:unauthorized");
        }
        for (var path : List.of("/health/live", "/health/ready", "/health/started")) {
            Await.until(path, () -> operator.asStranger("GET", path).status() == 200);
            assertThat(operator.asStranger("GET", path).json().get("status").textValue())
                    .isEqualTo("UP");
        }
        assertThat(operator.asStranger("DELETE", "/health/live").status()).isEqualTo(405);
    }

    private static void showsThePlatform(Operator operator) {
        var platform = operator.get(Api.BASE + "/platform").json();

        assertThat(platform.get("state").textValue()).isEqualTo("READY");
        assertThat(platform.get("mode").textValue()).isEqualToIgnoringCase(PlatformMode.CONNECT.name());
        assertThat(operator.get(Api.BASE + "/openapi.json")
                        .json()
                        .get("openapi")
                        .textValue())
                .isEqualTo("3.1.0");
    }

    private static void deploysAndUpdates(Operator operator) {
        var plan = operator.postJar(Api.BASE + "/bundles?plan=true", Greeter.version("1.0.0"));
        assertThat(plan.status()).as(plan.text()).isEqualTo(200);
        assertThat(plan.json().at("/bundles/0/action").textValue()).isEqualTo("ADD");

        var first = operator.postJar(Api.BASE + "/bundles?reason=first", Greeter.version("1.0.0"));
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.json().get("status").textValue()).isEqualTo("COMMITTED");
        assertThat(operator.asStranger("GET", "/greeter/ada").text()).isEqualTo("Hello, ada, from 1.0.0");

        var second = operator.postJar(Api.BASE + "/bundles", Greeter.version("2.0.0"));
        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(operator.asStranger("GET", "/greeter/ada").text()).isEqualTo("Hello, ada, from 2.0.0");
    }

    private static void showsWhatIsThere(Operator operator) {
        var bundle = operator.get(Api.BASE + "/bundles/" + Greeter.NAME).json();
        assertThat(bundle.get("version").textValue()).isEqualTo("2.0.0");
        assertThat(bundle.get("health").textValue()).isEqualTo("SERVING");
        assertThat(bundle.get("description").textValue()).isEqualTo("Greets.");
        assertThat(bundle.get("wiring").findValuesAsText("requirement"))
                .anyMatch(text -> text.startsWith("package jakarta.ws.rs "));
        assertThat(bundle.at("/services/0/interfaces/0").textValue()).isEqualTo("com.acme.greeter.Greeting");
        assertThat(bundle.at("/services/0/properties/acme.password").textValue())
                .isEqualTo("***");
        assertThat(operator.get(Api.BASE + "/services?filter=(acme.password=*)")
                        .json()
                        .get("items"))
                .hasSize(1);
        assertThat(operator.get(Api.BASE + "/routes").json().get("items").findValuesAsText("prefix"))
                .contains("/greeter", "/health/live", "/metrics", "/health/details");
        assertThat(operator.get(Api.BASE + "/sets/current")
                        .json()
                        .at("/bundles/0/version")
                        .textValue())
                .isEqualTo("2.0.0");
        assertThat(operator.get(Api.BASE + "/deployments?limit=1").json().get("items"))
                .hasSize(1);
    }

    private static void grantsWhatABundleAsksFor(Operator operator) {
        var digest = operator.postJar(Api.BASE + "/artifacts", Greeter.asking("1.0.0"))
                .json()
                .get("sha256")
                .textValue();
        var plan = plan(operator, "{\"action\": \"install\", \"artifact\": \"" + digest + "\"}");
        assertThat(plan.get("grants").findValuesAsText("effect")).containsExactly("ASKED_NEW", "ASKED_NEW");
        assertThat(plan.get("contributions").findValuesAsText("kind")).contains("public", "scope");

        apply(operator, plan, "{\"com.acme.asking\": [\"inventory.read\"]}");
        assertThat(grants(operator)).containsExactly("inventory.read");
        var id = operator.get(Api.BASE + "/bundles/com.acme.asking").json().get("bundleId");

        apply(
                operator,
                plan(operator, "{\"action\": \"grant\", \"bundle\": \"com.acme.asking\", \"scopes\": []}"),
                "{}");
        assertThat(grants(operator)).isEmpty();
        assertThat(operator.get(Api.BASE + "/bundles/com.acme.asking").json().get("bundleId"))
                .isEqualTo(id);

        operator.postJar(Api.BASE + "/bundles?grants=asked", Greeter.asking("1.1.0"));
        assertThat(grants(operator)).containsExactly("inventory.read", "orders.write");
        assertThat(operator.send("DELETE", Api.BASE + "/bundles/com.acme.asking")
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode plan(Operator operator, String change) {
        var answer = operator.sendJson("POST", Api.BASE + "/plans", "{\"changes\": [" + change + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static void apply(Operator operator, JsonNode plan, String grants) {
        var id = plan.get("id").textValue();
        var answer = operator.sendJson(
                "POST", Api.BASE + "/deployments", "{\"plan\": \"" + id + "\", \"grants\": " + grants + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        var ended = operator.get(Api.BASE + "/deployments/" + id + "?wait=PT60S");
        assertThat(ended.json().get("status").textValue()).as(ended.text()).isEqualTo("COMMITTED");
    }

    private static List<String> grants(Operator operator) {
        var grants = new ArrayList<String>();
        operator.get(Api.BASE + "/sets/current")
                .json()
                .at("/bundles/0/grants")
                .forEach(scope -> grants.add(scope.textValue()));
        return grants;
    }

    private static void refusesAndSaysWhy(Operator operator) {
        var unresolved = operator.postJar(Api.BASE + "/bundles", Greeter.unresolvable());
        assertThat(unresolved.status()).as(unresolved.text()).isEqualTo(409);
        assertThat(unresolved.problem()).isEqualTo("deploy:unresolved");
        assertThat(unresolved.json().get("faults").get(0).get("sentence").textValue())
                .contains("com.acme.text");
        assertThat(unresolved.json().get("instance").textValue()).startsWith("urn:subrack:request:");

        var throwing = operator.postJar(Api.BASE + "/bundles", Greeter.throwing());
        assertThat(throwing.status()).as(throwing.text()).isEqualTo(409);
        assertThat(throwing.problem()).isEqualTo("deploy:start-failed");
        assertThat(throwing.json().get("detail").textValue()).contains("no luck today");

        assertThat(operator.postJar(Api.BASE + "/bundles", new byte[] {1, 2, 3}).problem())
                .isEqualTo("artifact:invalid");
        assertThat(operator.postJar(Api.BASE + "/bundles", Greeter.version("2.0.0"))
                        .problem())
                .isEqualTo("deploy:nothing-to-do");
        assertThat(operator.sendJson("POST", Api.BASE + "/plans", "{").status()).isEqualTo(400);
        assertThat(operator.sendJson("POST", Api.BASE + "/plans", "{}").status())
                .isEqualTo(422);
        assertThat(operator.get(Api.BASE + "/sets/x").json().get("faults")).hasSize(1);
        assertThat(operator.get(Api.BASE + "/nothing").status()).isEqualTo(404);
        assertThat(operator.send("PUT", Api.BASE + "/sets/current").status()).isEqualTo(405);
        assertThat(operator.get(Api.BASE + "/sets", "Accept", "text/csv").status())
                .isEqualTo(406);
        assertThat(operator.asStranger("GET", "/greeter/ada").text()).isEqualTo("Hello, ada, from 2.0.0");
    }

    private static void followsADeployment(Operator operator) throws Exception {
        var artifact = operator.postJar(Api.BASE + "/artifacts", Greeter.version("2.1.0"));
        assertThat(artifact.status()).isEqualTo(201);
        var plan = operator.sendJson(
                "POST",
                Api.BASE + "/plans",
                "{\"changes\":[{\"action\":\"update\",\"artifact\":\"%s\"}]}"
                        .formatted(artifact.json().get("sha256").textValue()));
        assertThat(plan.status()).as(plan.text()).isEqualTo(201);
        var id = plan.json().get("id").textValue();

        var accepted = operator.sendJson("POST", Api.BASE + "/deployments", "{\"plan\":\"" + id + "\"}");
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);

        var events = Api.BASE + "/deployments/" + id + "/events";
        var lines = operator.lines(events).toList();
        assertThat(lines).contains("event: step", "event: status", "event: end");
        assertThat(lines.stream().filter(line -> line.startsWith("data: ")))
                .last()
                .asString()
                .contains("COMMITTED");
        var steps = operator.get(Api.BASE + "/deployments/" + id)
                .json()
                .get("steps")
                .size();
        assertThat(lines).contains("id: " + (steps + 1));
        assertThat(operator.lines(events, "Last-Event-ID", "1").toList()).doesNotContain("id: 1");
        assertThat(operator.get(events, "Last-Event-ID", Integer.toString(steps + 1))
                        .status())
                .isEqualTo(204);
    }

    private static void stopsStartsRollsBackAndUninstalls(Operator operator) {
        var state = Api.BASE + "/bundles/" + Greeter.NAME + "/state";
        var stopped = operator.sendJson("PUT", state, "{\"state\":\"STOPPED\"}");
        assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
        Await.until("503", () -> operator.asStranger("GET", "/greeter/ada").status() == 503);
        assertThat(operator.get(Api.BASE + "/bundles?state=STOPPED").json().get("items"))
                .hasSize(1);
        assertThat(operator.sendJson("PUT", state, "{\"state\":\"STARTED\"}").status())
                .isEqualTo(200);
        assertThat(operator.asStranger("GET", "/greeter/ada").text()).isEqualTo("Hello, ada, from 2.1.0");

        assertThat(operator.send("POST", Api.BASE + "/sets/1/rollback").status())
                .isEqualTo(200);
        assertThat(operator.asStranger("GET", "/greeter/ada").text()).isEqualTo("Hello, ada, from 1.0.0");

        assertThat(operator.send("DELETE", Api.BASE + "/bundles/" + Greeter.NAME)
                        .status())
                .isEqualTo(200);
        Await.until("404", () -> operator.asStranger("GET", "/greeter/ada").status() == 404);
        assertThat(operator.get(Api.BASE + "/bundles/" + Greeter.NAME).status()).isEqualTo(404);
    }

    private static void countsWhatHappened(Operator operator) {
        Await.until(
                "the last deployment in the metrics",
                () -> operator.get("/metrics").text().contains("subrack_generations 0"));
        var metrics = operator.get("/metrics").text();

        assertThat(metrics)
                .contains("http_server_requests_seconds_count{bundle=\"com.acme.greeter\",method=\"GET\","
                        + "route=\"/greeter/{name}\",status=\"200\",version=\"1.0.0\"}")
                .contains("route=\"/api/platform/v1/bundles/{bundle}\"")
                .contains("subrack_deployments_seconds_count{result=\"committed\"}")
                .contains("subrack_deployments_seconds_count{result=\"undone\"} 1");
        assertThat(operator.get("/metrics", "Accept", "application/openmetrics-text")
                        .text())
                .endsWith("# EOF\n");
    }

    @Test
    void takesAnUploadThatIsLargerThanAnOrdinaryBodyMayBe() throws Exception {
        try (var platform = TestPlatform.start()) {
            var operator = new Operator(platform);
            var random = new byte[20 * 1_048_576];
            new Random(1).nextBytes(random);
            var large = TestBundles.bundle("com.acme.large", "1.0.0")
                    .resource("data", random)
                    .bytes();

            var answer = operator.postJar(Api.BASE + "/bundles", large);

            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        }
    }
}

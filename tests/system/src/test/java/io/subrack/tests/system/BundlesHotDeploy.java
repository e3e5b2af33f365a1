/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jvm")
abstract class BundlesHotDeploy extends BundlesPart {
    private static final String GREETER = "io.subrack.examples.greeter";

    @AfterEach
    void removeAll() throws Exception {
        subrack.removeAll();
    }

    @Test
    void servesANewBundleWhenTheCallReturns() throws Exception {
        ApiAnswer deployed = subrack.operator().deploy(Repository.example("greeter-v1"));
        ApiAnswer greeting = subrack.operator().get("/greeter/Ada");

        assertThat(deployed.status()).as(deployed.toString()).isEqualTo(201);
        assertThat(deployed.header("location")).endsWith("/bundles/" + GREETER);
        assertThat(greeting.status()).as(greeting.toString()).isEqualTo(200);
        assertThat(greeting.text()).isEqualTo("{\"text\":\"Hello, Ada!\",\"name\":\"Ada\",\"version\":\"1.0.0\"}");
    }

    @Test
    void takesABundleOfManyMegabytes() throws Exception {
        byte[] random = new byte[40 << 20];
        new Random(1).nextBytes(random);

        ApiAnswer answer = subrack.operator()
                .deploy(BundleForge.bundle(
                        Map.of(
                                "Bundle-ManifestVersion", "2",
                                "Bundle-SymbolicName", "io.subrack.tests.large",
                                "Bundle-Version", "1.0.0"),
                        Map.of("large.bin", random)));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    @Test
    void ownsNothingOfARemovedBundle() throws Exception {
        subrack.ensure("greeter-v1");

        ApiAnswer removed = subrack.operator().uninstall(GREETER);

        assertThat(removed.status()).as(removed.toString()).isEqualTo(200);
        assertThat(subrack.operator().get("/greeter/Ada").status()).isEqualTo(404);
        assertThat(subrack.operator().bundles()).isEmpty();
    }

    @Test
    void answers503WithRetryAfterForAStoppedBundle() throws Exception {
        subrack.ensure("greeter-v1");

        ApiAnswer stopped = subrack.operator()
                .put(ApiClient.MANAGEMENT + "/bundles/" + GREETER + "/state", "{\"state\":\"STOPPED\"}");
        ApiAnswer greeting = subrack.operator().get("/greeter/Ada");
        ApiAnswer started = subrack.operator()
                .put(ApiClient.MANAGEMENT + "/bundles/" + GREETER + "/state", "{\"state\":\"STARTED\"}");

        assertThat(stopped.status()).as(stopped.toString()).isEqualTo(200);
        assertThat(greeting.status()).as(greeting.toString()).isEqualTo(503);
        assertThat(greeting.header("retry-after")).isNotEmpty();
        assertThat(started.status()).as(started.toString()).isEqualTo(200);
        assertThat(subrack.operator().get("/greeter/Ada").status()).isEqualTo(200);
    }

    @Test
    void plansFirstThenAppliesSeveralBundlesInOneDeployment() throws Exception {
        String changes = String.join(",", change("inventory-api"), change("inventory"), change("orders"));
        JsonNode plan = plan(changes);
        assertThat(plan.path("applicable").asBoolean()).as(plan.toString()).isTrue();
        assertThat(plan.path("bundles").findValuesAsText("bundle"))
                .containsExactly(
                        "io.subrack.examples.inventory",
                        "io.subrack.examples.inventory.api",
                        "io.subrack.examples.orders");
        assertThat(plan.path("contributions").findValuesAsText("id")).contains("GET /inventory/{sku}");
        assertThat(subrack.operator().bundles()).as("a plan changes nothing").isEmpty();

        JsonNode deployment = apply(plan);

        assertThat(deployment.path("status").asText()).as(deployment.toString()).isEqualTo("COMMITTED");
        ApiClient shop = ServiceClient.with(subrack.platform(), "shop", "inventory.write", "orders.write");
        ApiAnswer item = shop.put("/inventory/nut", "{\"name\":\"Nut M4\",\"quantity\":7}");
        ApiAnswer order = shop.post("/orders", "{\"sku\":\"nut\",\"quantity\":3}");
        ApiAnswer tooMany = shop.post("/orders", "{\"sku\":\"nut\",\"quantity\":30}");
        assertThat(item.status()).as(item.toString()).isIn(200, 201);
        assertThat(order.status()).as(order.toString()).isEqualTo(201);
        assertThat(tooMany.status()).as(tooMany.toString()).isEqualTo(409);
        assertThat(tooMany.header("content-type")).startsWith("application/problem+json");
        assertThat(subrack.operator()
                        .get(path(order.header("location")))
                        .json()
                        .path("quantity")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void refusesAPlanThatHasGoneStale() throws Exception {
        JsonNode plan = plan(change("greeter-v1"));
        subrack.ensure("ticker-v1");

        ApiAnswer answer = subrack.operator()
                .post(
                        ApiClient.MANAGEMENT + "/deployments",
                        "{\"plan\":\"" + plan.path("id").asText() + "\"}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
        assertThat(answer.text()).contains("plan-stale");
    }

    @Test
    void needsTheOperatorTokenForEachManagementCall() throws Exception {
        ApiClient stranger = new ApiClient(subrack.url("/"), "");
        ApiClient guesser = new ApiClient(subrack.url("/"), "0123456789abcdef");

        for (String path : new String[] {"/bundles", "/sets", "/deployments", "/services", "/routes", "/platform"}) {
            assertThat(stranger.get(ApiClient.MANAGEMENT + path).status())
                    .as(path)
                    .isEqualTo(401);
            assertThat(guesser.get(ApiClient.MANAGEMENT + path).status())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(stranger.deploy(Repository.example("greeter-v1")).status()).isEqualTo(401);
        assertThat(stranger.get("/metrics").status()).isEqualTo(401);
        assertThat(stranger.get("/health/live").status()).isEqualTo(200);
    }

    private static String change(String folder) throws Exception {
        Path jar = Repository.example(folder);
        ApiAnswer stored = subrack.operator()
                .send("POST", ApiClient.MANAGEMENT + "/artifacts", ApiClient.JAR, BodyPublishers.ofFile(jar));
        assertThat(stored.status()).as(stored.toString()).isIn(200, 201);
        return "{\"action\":\"install\",\"artifact\":\""
                + stored.json().path("sha256").asText() + "\"}";
    }

    private static JsonNode plan(String changes) throws Exception {
        ApiAnswer plan = subrack.operator().post(ApiClient.MANAGEMENT + "/plans", "{\"changes\":[" + changes + "]}");
        assertThat(plan.status()).as(plan.toString()).isEqualTo(201);
        return plan.json();
    }

    private static JsonNode apply(JsonNode plan) throws Exception {
        ApiAnswer accepted = subrack.operator()
                .post(
                        ApiClient.MANAGEMENT + "/deployments",
                        "{\"plan\":\"" + plan.path("id").asText() + "\"}");
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        assertThat(path(accepted.header("location")))
                .endsWith("/deployments/" + accepted.json().path("id").asText());
        return subrack.operator().ended(accepted.json().path("id").asText()).json();
    }

    private static String path(String location) {
        return java.net.URI.create(location).getPath();
    }
}

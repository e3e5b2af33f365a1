/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists and what they show. */
@Timeout(60)
class LookingTest {
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
    void listsAThousandBundlesFastEnough() {
        api.deployments.fill(1_000);
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) { // others use the machine, too
            long before = System.nanoTime();
            var bundles = api.get("/bundles").json();
            fastest = Math.min(fastest, System.nanoTime() - before);

            assertThat(bundles.get("items")).hasSize(1_000);
            assertThat(bundles.has("next")).isFalse();
        }

        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void filtersBundlesAndKeepsTheFilterFromPageToPage() {
        api.deployments.fill(1_000);

        var seen = new ArrayList<String>();
        var next = Api.BASE + "/bundles?state=STOPPED&name=Bundle00&limit=4";
        while (!next.isEmpty()) {
            var page = api.get(next.substring(Api.BASE.length())).json();
            seen.addAll(page.get("items").findValuesAsText("symbolicName"));
            next = page.path("next").asText("");
        }

        assertThat(seen)
                .hasSize(10)
                .startsWith("com.acme.bundle0000", "com.acme.bundle0010")
                .doesNotHaveDuplicates();
    }

    @Test
    void filtersBundlesByHealth() {
        api.deployments.fill(20);

        assertThat(api.get("/bundles?health=stopped").json().get("items")).hasSize(2);
        assertThat(api.get("/bundles?health=FAILED").json().get("items")).isEmpty();
    }

    @Test
    void showsABundleWithItsServices() {
        api.postJar("/bundles", "com.acme.greeter 1.0.0");
        api.framework.addService(9, Map.of());

        var bundle = api.get("/bundles/com.acme.greeter").json();

        assertThat(bundle.get("symbolicName").textValue()).isEqualTo("com.acme.greeter");
        assertThat(bundle.get("health").textValue()).isEqualTo("SERVING");
        assertThat(bundle.get("description").textValue()).isEqualTo("Greets.");
        assertThat(bundle.at("/services/0/id").longValue()).isEqualTo(9);
    }

    @Test
    void pagesThroughDeploymentsAndSetsNewestFirst() {
        for (int i = 1; i <= 5; i++) {
            api.postJar("/bundles", "com.acme.greeter 1.0." + i);
        }

        var deployments = new ArrayList<String>();
        var next = Api.BASE + "/deployments?limit=2";
        while (!next.isEmpty()) {
            var page = api.get(next.substring(Api.BASE.length())).json();
            page.get("items").forEach(item -> deployments.add(item.get("newSet").asText()));
            next = page.path("next").asText("");
        }
        assertThat(deployments).containsExactly("5", "4", "3", "2", "1");

        var sets = new ArrayList<String>();
        next = Api.BASE + "/sets?limit=4";
        while (!next.isEmpty()) {
            var page = api.get(next.substring(Api.BASE.length())).json();
            page.get("items").forEach(item -> sets.add(item.get("number").asText()));
            next = page.path("next").asText("");
        }
        assertThat(sets).containsExactly("5", "4", "3", "2", "1", "0");
    }

    @Test
    void showsServicesAndMasksSecrets() {
        api.framework.addService(
                12,
                Map.of(
                        "service.ranking",
                        5,
                        "db.password",
                        "hunter2",
                        "apiKey",
                        "hunter2",
                        "oauth.client_secret",
                        new String[] {"hunter2"},
                        "url",
                        "jdbc:postgresql://ada:hunter2@host/notes",
                        "ports",
                        new int[] {1, 2},
                        "names",
                        List.of("a", "b"),
                        "object",
                        new Object() {
                            @Override
                            public String toString() {
                                throw new IllegalStateException("never called");
                            }
                        }));

        var answer = api.get("/services?filter=(service.ranking=5)");

        var service = answer.json().at("/items/0");
        assertThat(service.get("interfaces").get(0).textValue()).isEqualTo("com.acme.Stock");
        assertThat(service.get("bundle").textValue()).isEqualTo("com.acme.inventory");
        assertThat(service.get("consumers").get(0).textValue()).isEqualTo("com.acme.orders");
        assertThat(service.get("ranking").intValue()).isEqualTo(5);
        assertThat(service.at("/properties/ports/1").intValue()).isEqualTo(2);
        assertThat(service.at("/properties/names/0").textValue()).isEqualTo("a");
        assertThat(service.at("/properties/url").textValue()).isEqualTo("jdbc:postgresql://***@host/notes");
        assertThat(service.at("/properties/db.password").textValue()).isEqualTo("***");
        assertThat(answer.text()).doesNotContain("hunter2");
    }

    @Test
    void pagesThroughServicesByTheirIds() {
        for (int i = 1; i <= 5; i++) {
            api.framework.addService(i, Map.of());
        }

        var first = api.get("/services?limit=3").json();
        var second = api.get(first.get("next").textValue().substring(Api.BASE.length()))
                .json();

        assertThat(first.get("items").findValuesAsText("id")).containsExactly("1", "2", "3");
        assertThat(second.get("items").findValuesAsText("id")).containsExactly("4", "5");
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void showsRoutesAndThePlatform() {
        var route = api.get("/routes").json().at("/items/0");
        assertThat(route.get("prefix").textValue()).isEqualTo("/greeter");
        assertThat(route.get("inFlight").intValue()).isEqualTo(2);

        var platform = api.get("/platform").json();
        assertThat(platform.get("state").textValue()).isEqualTo("READY");
        assertThat(platform.get("uptimeSeconds").longValue()).isBetween(90L, 120L);
        assertThat(platform.at("/java/version").textValue()).isEqualTo(System.getProperty("java.version"));
        assertThat(platform.get("mode").textValue()).isEqualTo("connect");
    }

    @Test
    void servesItsOwnDescription() {
        assertThat(api.get("/openapi.json").json().get("openapi").textValue()).isEqualTo("3.1.0");
    }
}

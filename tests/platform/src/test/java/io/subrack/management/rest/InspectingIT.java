/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the API says of bundles that hang together, and of those that fail, on the real platform. */
@Timeout(300)
class InspectingIT {
    private static final String STOCK = "com.acme.stock.Stock";
    private static final String BUNDLES = Api.BASE + "/bundles";

    @Test
    void showsHowBundlesHangTogetherAndHowToMendWhatFails() throws Exception {
        var settings = TestPlatform.with()
                .configure("io.subrack.deployment", "watch.millis", "100")
                .configure("io.subrack.deployment", "probe.millis", "2000");
        try (var platform = settings.start()) {
            var operator = new Operator(platform);
            for (var bundle : List.of(api(), inventory(), orders("1.0.0"), orders("1.1.0"))) {
                var deployed = operator.postJar(BUNDLES, bundle);
                assertThat(deployed.status()).as(deployed.text()).isIn(200, 201);
            }
            listsBundles(operator);
            showsABundleWhole(operator);
            tellsWhatAStopWouldHit(operator);
            drawsTheGraph(operator);
            namesTheStoppedProvider(operator);
            namesTheRemovedProvider(operator);
            explainsWhatWasNotDeployed(operator);
            comparesSets(operator);
        }
    }

    private static void listsBundles(Operator operator) {
        var orders = items(operator.get(BUNDLES + "?q=ORDERS").json()).get(0);
        assertThat(orders.get("name").textValue()).isEqualTo("Orders <b>");
        assertThat(orders.get("kind").textValue()).isEqualTo("capability");
        assertThat(orders.get("services").intValue()).isZero();
        assertThat(orders.has("since")).isTrue();
        assertThat(names(operator.get(BUNDLES + "?sort=-name").json()))
                .containsExactly("com.acme.stock.api", "com.acme.orders", "com.acme.inventory");
        assertThat(names(operator.get(BUNDLES + "?kind=platform").json()))
                .contains("io.subrack.management.rest", "io.subrack.inspection")
                .doesNotContain("com.acme.orders");
        assertThat(operator.get(BUNDLES + "/io.subrack.inspection").json().at("/components/0/state"))
                .hasToString("\"ACTIVE\"");
    }

    private static void showsABundleWhole(Operator operator) {
        var detail = operator.get(BUNDLES + "/com.acme.orders").json();

        assertThat(detail.get("headers").get("Bundle-SymbolicName").textValue()).isEqualTo("com.acme.orders");
        var wanted = find(detail.get("requirements"), "namespace", "osgi.wiring.package", "filter", "com.acme.stock");
        assertThat(wanted.at("/provider/bundle").textValue()).isEqualTo("com.acme.stock.api");
        assertThat(wanted.get("satisfied").booleanValue()).isTrue();
        var component = detail.at("/components/0");
        assertThat(component.get("state").textValue()).isEqualTo("ACTIVE");
        assertThat(component.at("/references/0/interface").textValue()).isEqualTo(STOCK);
        assertThat(component.at("/references/0/boundServices/0/bundle").textValue())
                .isEqualTo("com.acme.inventory");
        assertThat(detail.at("/pids/0").textValue()).isEqualTo("com.acme.orders.Orders");
        assertThat(detail.get("versions").findValuesAsText("version")).containsExactly("1.1.0", "1.0.0");
        assertThat(detail.has("why")).isFalse();
        assertThat(operator.get(BUNDLES + "/com.acme.orders/why")
                        .json()
                        .get("sentence")
                        .textValue())
                .isEqualTo("com.acme.orders 1.1.0 is serving.");
        var api = operator.get(BUNDLES + "/com.acme.stock.api").json();
        assertThat(find(api.get("capabilities"), "namespace", "osgi.wiring.package", "attributes", "com.acme.stock")
                        .get("consumers"))
                .hasToString("[\"com.acme.inventory\",\"com.acme.orders\"]");
    }

    private static void tellsWhatAStopWouldHit(Operator operator) {
        var impact =
                operator.get(BUNDLES + "/com.acme.inventory/impact?action=stop").json();

        assertThat(impact.at("/services/0/interface").textValue()).isEqualTo(STOCK);
        assertThat(impact.at("/services/0/consumers/0").textValue()).isEqualTo("com.acme.orders");
        assertThat(impact.at("/dependents/0").textValue()).isEqualTo("com.acme.orders");
        assertThat(impact.get("sentence").textValue())
                .isEqualTo("com.acme.orders loses service " + STOCK + ". 1 bundle depends on it: com.acme.orders.");
        assertThat(operator.get(BUNDLES + "/com.acme.inventory/impact?action=delete")
                        .status())
                .isEqualTo(400);
        assertThat(operator.get(BUNDLES + "/com.acme.nothing/impact").status()).isEqualTo(404);
    }

    private static void drawsTheGraph(Operator operator) {
        var graph = operator.get(Api.BASE + "/graph").json();
        assertThat(graph.get("nodes")).hasSize(3);
        var edge = find(graph.get("edges"), "kind", "service", "from", "com.acme.orders");
        assertThat(edge.get("to").textValue()).isEqualTo("com.acme.inventory");
        assertThat(edge.at("/labels/0").textValue()).isEqualTo(STOCK);
        assertThat(operator.get(Api.BASE + "/graph?focus=com.acme.inventory")
                        .json()
                        .get("nodes"))
                .hasSize(3);
        assertThat(operator.get(Api.BASE + "/graph?path=com.acme.orders..com.acme.inventory")
                        .json()
                        .get("nodes")
                        .findValuesAsText("id"))
                .containsExactly("com.acme.inventory", "com.acme.orders");
        assertThat(operator.get(Api.BASE + "/graph?kind=all")
                        .json()
                        .get("nodes")
                        .size())
                .isGreaterThan(10);
        assertThat(operator.get(Api.BASE + "/graph?path=here").status()).isEqualTo(400);
    }

    private static void namesTheStoppedProvider(Operator operator) {
        state(operator, "com.acme.inventory", "STOPPED");
        Await.until(
                "a failed bundle in the overview",
                () -> operator.get(Api.BASE + "/overview")
                        .json()
                        .at("/attention/0/bundle")
                        .asText()
                        .equals("com.acme.orders"));
        // the overview points out one that only waits, too
        Await.until(
                "a failed bundle",
                () -> operator.get(BUNDLES + "/com.acme.orders")
                        .json()
                        .get("health")
                        .asText()
                        .equals("FAILED"));

        var detail = operator.get(BUNDLES + "/com.acme.orders").json();
        assertThat(detail.at("/components/0/rootCause").textValue()).startsWith("Nobody provides service " + STOCK);
        var why = detail.get("why");
        assertThat(why.get("sentence").textValue()).startsWith("Nobody provides service " + STOCK);
        assertThat(why.get("leafCauses")).hasSize(1);
        assertThat(why.at("/fixes/0/kind").textValue()).isEqualTo("start");
        assertThat(why.at("/fixes/0/bundle").textValue()).isEqualTo("com.acme.inventory");
        assertThat(why.get("fixes").findValuesAsText("kind")).containsExactly("start", "rollback", "uninstall");
        assertThat(operator.get(Api.BASE + "/overview")
                        .json()
                        .at("/counts/failed")
                        .intValue())
                .isEqualTo(1);

        state(operator, "com.acme.inventory", "STARTED");
        Await.until(
                "a mended bundle",
                () -> operator.get(BUNDLES + "/com.acme.orders")
                        .json()
                        .path("why")
                        .isMissingNode());
    }

    private static void namesTheRemovedProvider(Operator operator) {
        assertThat(operator.send("DELETE", BUNDLES + "/com.acme.inventory").status())
                .isEqualTo(200);

        Await.until(
                "what mends it",
                () -> operator.get(BUNDLES + "/com.acme.orders/why")
                        .json()
                        .at("/fixes/0/kind")
                        .asText()
                        .equals("install"));
        var fix = operator.get(BUNDLES + "/com.acme.orders/why").json().at("/fixes/0");
        assertThat(fix.get("bundle").textValue()).isEqualTo("com.acme.inventory");
        var plan = operator.sendJson(
                "POST",
                Api.BASE + "/plans",
                "{\"changes\": [{\"action\": \"install\", \"artifact\": \""
                        + fix.get("artifact").textValue() + "\"}]}");
        assertThat(plan.json().get("applicable").booleanValue()).as(plan.text()).isTrue();
        assertThat(plan.json().has("why")).isFalse();
    }

    private static void explainsWhatWasNotDeployed(Operator operator) {
        var plan =
                operator.postJar(BUNDLES + "?plan=true", Greeter.unresolvable()).json();
        assertThat(plan.at("/why/leafCauses/0").textValue()).contains("com.acme.text");

        var undone = operator.postJar(BUNDLES, wishing());
        assertThat(undone.problem()).as(undone.text()).isEqualTo("deploy:probe-failed");
        var deployment = operator.get(Api.BASE + "/deployments/"
                        + undone.json().get("deployment").textValue())
                .json();
        assertThat(deployment.at("/why/leafCauses/0").textValue()).startsWith("Nobody provides service " + STOCK);
        assertThat(deployment.at("/why/fixes/0/bundle").textValue()).isEqualTo("com.acme.inventory");
        var attention = operator.get(Api.BASE + "/overview").json().get("attention");
        assertThat(attention.findValuesAsText("deployment"))
                .containsExactly(deployment.get("id").textValue());
    }

    private static void comparesSets(Operator operator) {
        var diff = operator.get(Api.BASE + "/sets/2/diff/current").json();
        assertThat(diff.get("bundles").findValuesAsText("symbolicName"))
                .containsExactly("com.acme.inventory", "com.acme.orders");
        assertThat(diff.get("bundles").findValuesAsText("change")).containsExactly("removed", "added");
        var file = operator.get(Api.BASE + "/sets/4/export");
        assertThat(file.header("Content-Disposition")).contains("subrack-set-4.json");
        assertThat(file.json().get("bundles").findValuesAsText("sha256")).hasSize(3);
        assertThat(operator.get(Api.BASE + "/sets/99/export").status()).isEqualTo(404);
    }

    private static void state(Operator operator, String bundle, String state) {
        var answer = operator.sendJson("PUT", BUNDLES + "/" + bundle + "/state", "{\"state\":\"" + state + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.get("items").spliterator(), false).toList();
    }

    private static List<String> names(JsonNode page) {
        return items(page).stream()
                .map(item -> item.get("symbolicName").textValue())
                .toList();
    }

    private static JsonNode find(JsonNode all, String member, String value, String other, String part) {
        return StreamSupport.stream(all.spliterator(), false)
                .filter(one -> one.get(member).textValue().equals(value))
                .filter(one -> one.get(other).toString().contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError(all));
    }

    private static byte[] api() {
        return TestBundles.bundle("com.acme.stock.api", "1.0.0")
                .header("Bundle-Name", "Stock API")
                .exporting("com.acme.stock;version=1.0.0")
                .source(STOCK, "package com.acme.stock; public interface Stock {}")
                .bytes();
    }

    private static byte[] inventory() {
        return TestBundles.bundle("com.acme.inventory", "1.0.0")
                .header("Bundle-Name", "Inventory")
                .importing("com.acme.stock")
                .source(STOCK, "package com.acme.stock; public interface Stock {}")
                .source("com.acme.inventory.Inventory", """
                        package com.acme.inventory;

                        public class Inventory implements com.acme.stock.Stock {}
                        """)
                .component("com.acme.inventory.Inventory", STOCK)
                .bytes();
    }

    private static byte[] orders(String version) {
        return needing("com.acme.orders", version).bytes();
    }

    /** Needs what is gone by then. */
    private static byte[] wishing() {
        return needing("com.acme.wishing", "1.0.0").bytes();
    }

    private static TestBundles needing(String name, String version) {
        var type = name + ".Orders";
        return TestBundles.bundle(name, version)
                .header("Bundle-Name", "Orders <b>")
                .importing("com.acme.stock")
                .source(STOCK, "package com.acme.stock; public interface Stock {}")
                .source(type, """
                        package %s;

                        public class Orders {
                            public Orders(com.acme.stock.Stock stock) {}
                        }
                        """.formatted(name))
                .componentXml(type, """
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s" immediate="true" init="1">
                          <implementation class="%s"/>
                          <reference name="stock" interface="com.acme.stock.Stock" parameter="0"/>
                        </scr:component>
                        """.formatted(type, type));
    }
}

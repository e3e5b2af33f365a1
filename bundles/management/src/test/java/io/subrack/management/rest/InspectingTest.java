/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked of bundles, services and sets, and how. */
@Timeout(60)
class InspectingTest {
    private ApiServer api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiServer();
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    private List<String> walk(String path, String member) {
        var seen = new ArrayList<String>();
        var next = Api.BASE + path;
        while (!next.isEmpty()) {
            var page = api.get(next.substring(Api.BASE.length())).json();
            page.get("items").forEach(item -> seen.add(item.get(member).asText()));
            next = page.path("next").asText("");
        }
        return seen;
    }

    @Test
    void sortsBundlesAndKeepsTheOrderFromPageToPage() {
        api.deployments.fill(25);

        assertThat(walk("/bundles?sort=-state&limit=4", "state"))
                .hasSize(25)
                .startsWith("STOPPED", "STOPPED", "STOPPED", "STARTED");
        assertThat(walk("/bundles?sort=version&limit=10", "symbolicName"))
                .hasSize(25)
                .doesNotHaveDuplicates();
    }

    @Test
    void findsBundlesByAnyOfTheirNames() {
        api.deployments.fill(25);

        assertThat(walk("/bundles?q=BUNDLE0007", "symbolicName")).containsExactly("com.acme.bundle0007");
        assertThat(walk("/bundles?q=greets.", "symbolicName")).hasSize(25);
        assertThat(walk("/bundles?q=nothing", "symbolicName")).isEmpty();
    }

    @Test
    void listsTheBundlesOfThePlatformToo() {
        api.deployments.fill(1);

        assertThat(walk("/bundles?kind=platform", "symbolicName")).containsExactly("io.subrack.management.rest");
        assertThat(walk("/bundles?kind=all", "kind")).containsExactly("capability", "platform");
        assertThat(api.get("/bundles/io.subrack.management.rest").json().has("artifact"))
                .isFalse();
    }

    @Test
    void sortsAndFiltersServices() {
        api.framework.addService(3, Map.of("service.ranking", 7));
        api.framework.addService(4, Map.of("service.ranking", 9));
        api.framework.addService(5, Map.of());

        assertThat(walk("/services?sort=-ranking&limit=1", "id")).containsExactly("4", "3", "5");
        assertThat(walk("/services?interface=com.acme.Stock&bundle=com.acme.inventory", "id"))
                .hasSize(3);
        assertThat(walk("/services?interface=com.acme.Other", "id")).isEmpty();
        assertThat(walk("/services?bundle=com.acme.orders", "id")).isEmpty();
    }

    @Test
    void saysOfAStoppedBundleHowItIsStarted() {
        api.deployments.fill(1);

        var why = api.get("/bundles/com.acme.bundle0000/why").json();

        assertThat(why.get("sentence").textValue()).startsWith("com.acme.bundle0000 1.0.0 was stopped");
        assertThat(why.at("/fixes/0/kind").textValue()).isEqualTo("start");
    }

    @Test
    void explainsAPlanAndADeploymentThatFailed() {
        var plan = api.postJar("/bundles?plan=true", "com.acme.unresolved 1.0.0");
        assertThat(plan.json().at("/why/sentence").textValue()).isEqualTo("nobody exports com.acme.text");

        var failed = api.postJar("/bundles", "com.acme.broken 1.0.0");
        var id = failed.json().get("deployment").textValue();
        assertThat(api.get("/deployments/" + id).json().at("/why/sentence").textValue())
                .isEqualTo("com.acme.broken 1.0.0 failed to start: no luck");
        var overview = api.get("/overview").json();
        assertThat(overview.at("/attention/0/deployment").textValue()).isEqualTo(id);
        assertThat(overview.at("/attention/0/severity").textValue()).isEqualTo("warning");
        assertThat(overview.get("attentionCount").intValue()).isOne();
        var recent = overview.at("/recentDeployments/0");
        assertThat(recent.get("id").textValue()).isEqualTo(id);
        assertThat(recent.get("bundleCount").intValue()).isOne();
        assertThat(recent.at("/bundles/0/bundle").textValue()).isEqualTo("com.acme.broken");
        assertThat(recent.has("steps")).isFalse();
    }

    @Test
    void comparesTheCurrentSetWithAnother() {
        api.postJar("/bundles", "com.acme.greeter 1.0.0");
        api.postJar("/bundles", "com.acme.greeter 1.1.0");

        var diff = api.get("/sets/1/diff/current").json();

        assertThat(diff.at("/bundles/0/change").textValue()).isEqualTo("updated");
        assertThat(diff.at("/bundles/0/to").textValue()).isEqualTo("1.1.0");
        assertThat(api.get("/sets/current/export").json().get("number").intValue())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bundles?sort=size",
                "/bundles?kind=mine",
                "/bundles?sort=name&after=com.acme.gone",
                "/bundles/com.acme.greeter/impact?action=delete",
                "/bundles/com..acme/why",
                "/graph?depth=0",
                "/graph?kind=platform",
                "/graph?path=com.acme.greeter",
                "/graph?path=a..b&focus=a",
                "/services?sort=name",
                "/services/one",
                "/sets/one/diff/2",
                "/sets/last/export"
            })
    void refusesWhatItCannotUnderstand(String path) {
        var answer = api.get(path);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("faults")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bundles/com.acme.nothing",
                "/bundles/com.acme.nothing/why",
                "/bundles/com.acme.nothing/impact",
                "/graph?focus=com.acme.nothing",
                "/graph?path=com.acme.one..com.acme.other",
                "/services/4711",
                "/sets/0/diff/99",
                "/sets/99/export"
            })
    void doesNotFindWhatIsNotThere(String path) {
        assertThat(api.get(path).status()).isEqualTo(404);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contributions of deployed bundles, on a running platform. */
@Timeout(120)
class PagesIT {
    private static final String SHOP = "com.acme.shop";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestPlatform platform;

    @BeforeAll
    static void start() {
        platform = TestPlatform.start();
        Await.until("the list", () -> get(PagesResource.BASE).statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + path))
                .header("Authorization", "Bearer " + platform.operatorToken());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static TestBundles shop(String version) {
        return TestBundles.bundle(SHOP, version)
                .header("Subrack-Pages", "console/contribution.json")
                .resource("secret.js", "secret")
                .resource("console/.hidden.js", "secret")
                .resource("console/shop.class", "secret")
                .resource("console/shop.js", "export default class extends HTMLElement {} // " + version)
                .resource("console/style/shop.css", "p {}".repeat(500))
                .resource("console/contribution.json", """
                        {"apiVersion": 1, "pages": [{"id": "shop", "title": "<b>Shop</b>", "module": "shop.js"}],
                         "slots": [{"id": "low", "slot": "overview-card/1", "title": "Low", "module": "shop.js"}]}""");
    }

    private static JsonNode only(String bundle) throws Exception {
        return new ObjectMapper()
                .readTree(get(PagesResource.BASE + "?q=" + bundle).body())
                .get("items");
    }

    @Test
    void comeChangeAndGoWithTheirBundle() throws Exception {
        assertThat(platform.deploy(shop("1.0.0").bytes()).status()).isEqualTo(Deployment.Status.COMMITTED);
        JsonNode first = only(SHOP).get(0);
        String module = first.at("/pages/0/module").textValue();
        assertThat(first.at("/pages/0/title").textValue()).isEqualTo("<b>Shop</b>");
        assertThat(first.at("/pages/0/address").textValue()).isEqualTo("/console/x/com.acme.shop/shop");
        assertThat(module).matches("/assets/pages/com\\.acme\\.shop/1\\.0\\.0-[0-9a-f]{16}/shop\\.js");
        Await.until("the module", () -> get(module).statusCode() == 200);
        var file = get(module);
        assertThat(file.body()).endsWith("1.0.0");
        assertThat(file.headers().map())
                .containsEntry("cache-control", List.of("private, max-age=31536000, immutable"))
                .containsEntry("content-type", List.of("text/javascript; charset=utf-8"))
                .containsEntry("x-content-type-options", List.of("nosniff"));
        var style = get(first.get("base").textValue() + "style/shop.css", "Accept-Encoding", "gzip");
        assertThat(style.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(style.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        servesNothingElse(first.get("base").textValue());
        asksWhoReads(module);

        String tag = get(PagesResource.BASE).headers().firstValue("ETag").orElseThrow();
        assertThat(get(PagesResource.BASE, "If-None-Match", tag).statusCode()).isEqualTo(304);
        platform.deploy(shop("1.1.0").bytes());
        assertThat(get(PagesResource.BASE, "If-None-Match", tag).statusCode()).isEqualTo(200);
        String next = only(SHOP).get(0).at("/pages/0/module").textValue();
        assertThat(next).contains("1.1.0");
        assertThat(get(next).body()).endsWith("1.1.0");
        Await.until("the old module is gone", () -> get(module).statusCode() == 404);

        platform.restart();
        Await.until("the module", () -> get(next).statusCode() == 200);
        Await.until("the list", () -> get(PagesResource.BASE).statusCode() == 200);
        assertThat(only(SHOP)).hasSize(1);

        platform.deploy(List.of(new Change.Stop(SHOP)));
        assertThat(only(SHOP)).isEmpty();
        platform.deploy(List.of(new Change.Start(SHOP)));
        assertThat(only(SHOP)).hasSize(1);
        platform.deploy(List.of(new Change.Uninstall(SHOP)));
        assertThat(only(SHOP)).isEmpty();
        Await.until("the module is gone", () -> get(next).statusCode() == 404);
    }

    private static void servesNothingElse(String base) throws Exception {
        String version = base.substring(base.lastIndexOf('/', base.length() - 2) + 1, base.length() - 1);
        for (String path : List.of(
                base,
                base + "secret.js",
                base + ".hidden.js",
                base + "shop.class",
                base + "style",
                base + "%73hop.js",
                base + "..%2fsecret.js",
                base + "../../secret.js",
                base + "style/..%5c..%5csecret.js",
                base + "shop.js%00.css",
                base.replace(version, "1.0.0-0000000000000000") + "shop.js",
                base.replace(SHOP, "com.acme.other") + "shop.js",
                Generation.PATH,
                Generation.PATH + "/" + SHOP + "/" + version)) {
            var answer = get(path);
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertThat(answer.body()).as(path).doesNotContain("secret\n").isNotEqualTo("secret");
        }
    }

    private static void asksWhoReads(String module) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + module));
        assertThat(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
        request.header("Authorization", "Bearer " + platform.token("orders.read"));
        assertThat(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(403);
        request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + module))
                .method("DELETE", HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + platform.operatorToken());
        assertThat(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void areShownInThePlanAndRefusedThereIfTheyAreFaulty() {
        Plan good = plan(shop("2.0.0"));
        assertThat(good.applicable()).isTrue();
        assertThat(good.contributions())
                .extracting(change -> change.contribution().kind() + " "
                        + change.contribution().id())
                .contains("page /console/x/com.acme.shop/shop", "slot overview-card/1 com.acme.shop/low");
        assertThat(good.warnings())
                .contains(
                        "com.acme.shop 2.0.0 brings 1 page and 1 part of a page to the console. Its scripts run in the"
                                + " browser with the rights of whoever looks at them. Apply this only if you trust where the"
                                + " bundle comes from.");

        Plan bad = plan(shop("2.0.1").resource("console/contribution.json", "{\"apiVersion\": 1, \"pages\": 7}"));
        assertThat(bad.applicable()).isFalse();
        assertThat(bad.faults())
                .extracting(PlanFault::kind, PlanFault::sentence)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        PlanFault.Kind.INVALID,
                        "com.acme.shop 2.0.1 cannot contribute to the console: console/contribution.json: pages must be"
                                + " a list in brackets: pages of their own, in the menu below Applications."));
    }

    private static Plan plan(TestBundles bundle) {
        var artifact = platform.artifacts().store(new ByteArrayInputStream(bundle.bytes()));
        return platform.deployments()
                .plan(new DeploymentRequest("test", "", List.of(new Change.Deploy(artifact.digest()))));
    }

    @Test
    void stayAsTheyWereWhenAnUpdateIsUndone() throws Exception {
        String name = "com.acme.stays";
        platform.deploy(TestBundles.bundle(name, "1.0.0")
                .header("Subrack-Pages", "c/x.json")
                .resource("c/x.json", "{\"apiVersion\": 1}")
                .bytes());
        String before = only(name).get(0).get("base").textValue();

        Deployment failed = platform.deploy(TestBundles.bundle(name, "1.1.0")
                .header("Subrack-Pages", "c/x.json")
                .resource("c/x.json", "{\"apiVersion\": 1}")
                .header("Bundle-Activator", "com.acme.Nobody")
                .bytes());

        assertThat(failed.status()).isNotEqualTo(Deployment.Status.COMMITTED);
        assertThat(only(name).get(0).get("base").textValue()).isEqualTo(before);
        assertThat(platform.deployments().bundles())
                .filteredOn(each -> each.entry().symbolicName().equals(name))
                .extracting(BundleStatus::health)
                .containsExactly(BundleStatus.Health.SERVING);
    }

    @Test
    void aListOfManyComesInPages() throws Exception {
        for (String name : List.of("com.acme.a", "com.acme.b")) {
            platform.deploy(TestBundles.bundle(name, "1.0.0")
                    .header("Subrack-Pages", "c/x.json")
                    .resource("c/x.json", "{\"apiVersion\": 1}")
                    .bytes());
        }

        JsonNode first =
                new ObjectMapper().readTree(get(PagesResource.BASE + "?limit=1").body());

        assertThat(first.at("/items/0/bundle").textValue()).isEqualTo("com.acme.a");
        JsonNode second =
                new ObjectMapper().readTree(get(first.get("next").textValue()).body());
        assertThat(second.at("/items/0/bundle").textValue()).isEqualTo("com.acme.b");
        assertThat(get(PagesResource.BASE + "?limit=0").statusCode()).isEqualTo(400);
        assertThat(get(PagesResource.BASE + "/schema").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith(PagesResource.SCHEMA_TYPE));
    }
}

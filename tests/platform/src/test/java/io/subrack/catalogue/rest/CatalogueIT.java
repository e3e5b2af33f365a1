/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How bundles come from repositories with what they need. */
class CatalogueIT extends CatalogueRig {
    @PlatformModes
    void bringsInWhatABundleNeeds(PlatformMode mode) throws Exception {
        publish();
        try (var platform = start(TestPlatform.with().mode(mode))) {
            add(platform, "acme", "r5", server.url("/r5/index.xml.gz"));
            add(platform, "nexus", "maven", server.url("/maven"));

            var found = json(call(platform, "GET", CATALOGUE + "?q=acme", ""), 200);
            assertThat(found.at("/items/0/symbolicName").textValue()).isEqualTo("com.acme.text");
            assertThat(found.at("/items/0/versions"))
                    .extracting(JsonNode::textValue)
                    .containsExactly("3.0.0", "2.3.0", "2.0.0");
            var exact = json(call(platform, "GET", CATALOGUE + "?q=com.acme:lib", ""), 200);
            assertThat(exact.at("/items/0/latest").textValue()).isEqualTo("2.1.0");

            var resolved = json(
                    call(
                            platform,
                            "POST",
                            CATALOGUE + "/resolutions",
                            "{\"requests\":[{\"coordinates\":\"com.acme:app\"}],\"reason\":\"try it\"}"),
                    201);
            assertThat(resolved.get("artifacts").findValuesAsText("symbolicName"))
                    .containsExactlyInAnyOrder("com.acme.app", "com.acme.lib", "com.acme.text");
            assertThat(resolved.get("artifacts").toString())
                    .contains("\"version\":\"2.3.0\"")
                    .contains("provides package com.acme.text, which com.acme.app needs")
                    .contains("com.acme:lib:2.1.0");
            assertThat(resolved.at("/plan/applicable").booleanValue())
                    .as(resolved.toString())
                    .isTrue();

            var plan = resolved.at("/plan/id").textValue();
            var deployment = platform.deployments().apply(plan, true);
            assertThat(platform.deployments()
                            .await(deployment.id(), Await.DEADLINE)
                            .failure())
                    .isEmpty();
            var used = json(call(platform, "GET", REPOSITORIES + "/nexus", ""), 200);
            assertThat(used.get("usedBy"))
                    .extracting(JsonNode::textValue)
                    .containsExactly("com.acme.app", "com.acme.lib");
            assertThat(call(platform, "DELETE", REPOSITORIES + "/nexus", "").statusCode())
                    .isEqualTo(409);

            server.maven("com.acme", "app", List.of("1.0.0", "1.2.0-rc1", "1.1.0"), app("1.1.0"), "");
            var job = json(call(platform, "POST", REPOSITORIES + "/nexus/refresh", ""), 202);
            Await.until(
                    "the end of the job",
                    () -> call(platform, "GET", job.get("href").textValue(), "")
                            .body()
                            .contains("SUCCEEDED"));
            // they are looked for in the background
            Await.until(
                    "the updates",
                    () -> json(call(platform, "GET", CATALOGUE + "/updates", ""), 200)
                            .findValuesAsText("bundle")
                            .equals(List.of("com.acme.app", "com.acme.text")));
            var updates = json(call(platform, "GET", CATALOGUE + "/updates", ""), 200);
            assertThat(updates.at("/items/0/coordinates").textValue()).isEqualTo("com.acme:app:1.1.0");

            platform.restart();
            Await.until(
                    "the API",
                    () -> call(platform, "GET", REPOSITORIES + "/nexus", "")
                            .body()
                            .contains("com.acme.lib"));
            assertThat(Files.readString(platform.data().resolve("catalogue/repositories.json")))
                    .contains("nexus");
        }
    }

    @Test
    void offersTheMissingBundleAsTheRemedy() throws Exception {
        publish();
        var platform = ONE.platform();
        add(platform, "acme", "r5", server.url("/r5/index.xml.gz"));
        json(call(platform, "GET", CATALOGUE, ""), 200);
        var stored = platform.artifacts()
                .store(
                        TestBundles.bundle("com.acme.needy", "1.0.0")
                                .importing("com.acme.text;version=\"[2,3)\"")
                                .stream());

        var plan = json(
                call(
                        platform,
                        "POST",
                        "/api/platform/v1/plans",
                        "{\"changes\":[{\"action\":\"install\",\"artifact\":\""
                                + stored.digest().hex() + "\"}]}"),
                201);

        var fix = plan.at("/why/fixes/0");
        assertThat(fix.get("kind").textValue()).as(plan.toString()).isEqualTo("install");
        assertThat(fix.get("bundle").textValue()).isEqualTo("com.acme.text");
        assertThat(fix.get("version").textValue()).isEqualTo("2.3.0");
        assertThat(fix.get("repository").textValue()).isEqualTo("acme");
    }

    @Test
    void bringsInTheServiceThatABundleNeeds() throws Exception {
        var platform = ONE.platform();
        var folder = Files.createDirectories(platform.home().resolve("shop"));
        Files.write(
                folder.resolve("shop.jar"),
                TestBundles.bundle("com.acme.shop", "1.0.0")
                        .header(
                                "Require-Capability",
                                "osgi.service;filter:=\"(objectClass=com.acme.Stock)\";effective:=active,"
                                        + "osgi.service;filter:=\"(objectClass=com.acme.Gone)\";effective:=active;"
                                        + "resolution:=optional")
                        .bytes());
        for (var version : List.of("1.0.0", "1.1.0")) {
            Files.write(
                    folder.resolve("stock-" + version + ".jar"),
                    TestBundles.bundle("com.acme.stock", version)
                            .header(
                                    "Provide-Capability",
                                    "osgi.service;objectClass:List<String>=\"com.acme.Other,com.acme.Stock\"")
                            .bytes());
        }
        add(platform, "shop", "folder", "shop");

        var resolved = json(
                call(
                        platform,
                        "POST",
                        CATALOGUE + "/resolutions",
                        "{\"requests\":[{\"symbolicName\":\"com.acme.shop\",\"versionRange\":\"[1,2)\"}]}"),
                201);

        assertThat(resolved.at("/artifacts").findValuesAsText("symbolicName"))
                .containsExactly("com.acme.shop", "com.acme.stock");
        assertThat(resolved.at("/artifacts/1/version").textValue()).isEqualTo("1.1.0");
        assertThat(resolved.at("/artifacts/1/why").textValue())
                .isEqualTo("provides service com.acme.Stock, which com.acme.shop needs");
        assertThat(resolved.at("/plan/applicable").booleanValue()).isTrue();
    }

    @Test
    void saysWhatNobodyHas() throws Exception {
        server.maven("com.acme", "app", List.of("1.0.0"), app("1.0.0"), "");
        var platform = ONE.platform();
        add(platform, "nexus", "maven", server.url("/maven"));

        var resolved = json(
                call(
                        platform,
                        "POST",
                        CATALOGUE + "/resolutions",
                        "{\"requests\":[{\"coordinates\":\"com.acme:app:1.0.0\"}]}"),
                201);
        var unknown = call(
                platform,
                "POST",
                CATALOGUE + "/resolutions",
                "{\"requests\":[{\"coordinates\":\"com.acme:nothing:1.0.0\"}]}");

        assertThat(resolved.at("/plan/applicable").booleanValue()).isFalse();
        assertThat(resolved.at("/plan/faults").toString()).contains("com.acme.text");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("catalogue:bundle-unknown");
        assertThat(platform.deployments().currentSet().number()).isZero();
    }
}

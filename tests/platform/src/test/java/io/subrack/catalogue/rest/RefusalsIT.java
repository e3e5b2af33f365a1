/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the catalogue does not take, and from whom. */
class RefusalsIT extends CatalogueRig {
    @Test
    void refusesHostileIndexes() throws Exception {
        var bomb = new StringBuilder("<!DOCTYPE repository [<!ENTITY a0 'aaaaaaaaaa'>");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY a")
                    .append(i)
                    .append(" '")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        server.put("/bomb/index.xml", bomb + "]><repository><resource>&a11;</resource></repository>");
        server.put(
                "/outside/index.xml",
                "<!DOCTYPE repository [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><repository>&x;</repository>");
        server.put("/huge/index.xml.gz", packed("<repository>" + " ".repeat(3 << 20) + "</repository>"));
        server.put("/deep/index.xml", "<repository>" + "<a>".repeat(100_000));
        var jar = text("1.0.0");
        server.put(
                "/paths/index.xml",
                "<repository>" + resource("com.acme.text", "1.0.0", "../../../../etc/passwd", jar)
                        + resource("../../evil", "1.0.0", "evil.jar", jar)
                        + resource("com.acme.other", "1.0.0", "http://192.0.2.1/a.jar", jar)
                        + resource("com.acme.file", "1.0.0", "file:/etc/passwd", jar)
                        + resource("com.acme.lies", "1.0.0", "lies.jar", jar) + "</repository>");
        server.put("/paths/lies.jar", text("1.1.0"));
        var platform = ONE.platform();
        for (var name : List.of("bomb", "outside", "deep", "huge")) {
            add(platform, name, "r5", server.url("/" + name + "/index.xml" + (name.equals("huge") ? ".gz" : "")));
            var job = json(call(platform, "POST", REPOSITORIES + "/" + name + "/refresh", ""), 202);
            Await.until(
                    "the end of the job",
                    () -> call(platform, "GET", job.get("href").textValue(), "")
                            .body()
                            .contains("FAILED"));
            var state = json(call(platform, "GET", REPOSITORIES + "/" + name, ""), 200);
            assertThat(state.get("status").textValue()).isEqualTo("failed");
            assertThat(state.get("problem").textValue())
                    .contains("cannot be used")
                    .doesNotContain("root:");
        }
        add(platform, "paths", "r5", server.url("/paths/index.xml"));

        var found = json(call(platform, "GET", CATALOGUE + "?repository=paths", ""), 200);
        var state = json(call(platform, "GET", REPOSITORIES + "/paths", ""), 200);
        var lies = call(
                platform, "POST", CATALOGUE + "/resolutions", "{\"requests\":[{\"symbolicName\":\"com.acme.lies\"}]}");

        assertThat(found.findValuesAsText("symbolicName")).containsExactly("com.acme.lies");
        assertThat(state.get("problem").textValue()).startsWith("4 of its resources were left out");
        assertThat(lies.statusCode()).isEqualTo(422);
        assertThat(lies.body()).contains("catalogue:content-refused", "SHA-256");
    }

    @Test
    void takesNothingThatIsNotWhatItShouldBe() throws Exception {
        server.maven("com.acme", "lib", List.of("2.1.0"), lib(), "");
        server.put("/maven/com/acme/lib/2.1.0/lib-2.1.0.jar.sha1", "0".repeat(40));
        server.maven(
                "com.acme",
                "plain",
                List.of("1"),
                TestBundles.bundle("com.acme.plain", "1.0.0").bytes(),
                "");
        server.put("/maven/com/acme/plain/1/plain-1.jar.sha1", new byte[0]);
        var platform = ONE.platform();
        add(platform, "nexus", "maven", server.url("/maven"));
        for (var module : List.of("lib", "plain")) {
            var answer = call(
                    platform,
                    "POST",
                    CATALOGUE + "/resolutions",
                    "{\"requests\":[{\"coordinates\":\"com.acme:" + module + "\"}]}");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("catalogue:content-refused", "checksum");
        }
        assertThat(call(
                                platform,
                                "POST",
                                CATALOGUE + "/resolutions",
                                "{\"requests\":[{\"url\":\"https://127.0.0.1/a.jar\"}]}")
                        .statusCode())
                .isEqualTo(403);
        for (var url : List.of("https://user@example.org/", "ftp://example.org/", "http://example.org/", "x")) {
            assertThat(call(
                                    platform,
                                    "POST",
                                    REPOSITORIES,
                                    "{\"id\":\"bad\",\"kind\":\"maven\",\"url\":\"" + url + "\"}")
                            .statusCode())
                    .as(url)
                    .isEqualTo(422);
        }
        for (var folder : List.of("../..", "/etc", "data")) {
            assertThat(call(
                                    platform,
                                    "POST",
                                    REPOSITORIES,
                                    "{\"id\":\"bad\",\"kind\":\"folder\",\"url\":\"" + folder + "\"}")
                            .statusCode())
                    .as(folder)
                    .isEqualTo(422);
        }
    }

    @Test
    void unsignedBundlesNeedThePolicysLeave() throws Exception {
        try (var platform =
                start(TestPlatform.with().configure("io.subrack.catalogue", "signature.policy", "require"))) {
            var stored = platform.artifacts().store(TestBundles.bundle("com.acme.text", "1.0.0").stream());

            var plan = json(
                    call(
                            platform,
                            "POST",
                            "/api/platform/v1/plans",
                            "{\"changes\":[{\"action\":\"install\",\"artifact\":\""
                                    + stored.digest().hex() + "\"}]}"),
                    201);

            assertThat(plan.get("applicable").booleanValue()).isFalse();
            assertThat(plan.at("/faults/0/kind").textValue()).isEqualTo("UNTRUSTED");
            assertThat(plan.at("/faults/0/sentence").textValue()).startsWith("com.acme.text 1.0.0 is not signed.");
        }
    }

    @Test
    void asksForScopes() throws Exception {
        var platform = ONE.platform();
        var reader = platform.token("platform.read");

        assertThat(send(platform, "GET", REPOSITORIES, "", reader, "").statusCode())
                .isEqualTo(200);
        assertThat(send(platform, "DELETE", REPOSITORIES + "/central", "", reader, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(platform, "POST", CATALOGUE + "/resolutions", "{\"requests\":[]}", reader, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(platform, "GET", CATALOGUE, "", "", "").statusCode()).isEqualTo(401);
    }
}

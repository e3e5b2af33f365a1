/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue on a running platform, with a server that has an index and a Maven repository. */
@Timeout(180)
class CatalogueIT {
    private static final String REPOSITORIES = RepositoriesResource.BASE;
    private static final String CATALOGUE = CatalogueResource.BASE;

    private final HttpClient client = HttpClient.newHttpClient();
    private final FileServer server = new FileServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private TestPlatform start(TestPlatform.Settings settings) throws Exception {
        var platform = settings.share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api")
                .start();
        Await.until(
                "the API",
                () -> call(platform, "GET", CATALOGUE + "/updates", "").statusCode() == 200);
        var central = call(platform, "GET", REPOSITORIES + "/central", "");
        var tag = central.headers().firstValue("ETag").orElseThrow();
        var off = "{\"kind\":\"maven\",\"url\":\"https://repo.maven.apache.org/maven2/\",\"enabled\":false}";
        assertThat(send(platform, "PUT", REPOSITORIES + "/central", off, platform.operatorToken(), tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(platform, "PUT", REPOSITORIES + "/central", off, platform.operatorToken(), tag)
                        .statusCode())
                .isEqualTo(412);
        return platform;
    }

    private static byte[] app(String version) {
        return TestBundles.bundle("com.acme.app", version)
                .importing("com.acme.lib;version=\"[2,3)\"")
                .importing("com.acme.text;version=\"[2,3)\"")
                .bytes();
    }

    private static byte[] lib() {
        return TestBundles.bundle("com.acme.lib", "2.1.0")
                .exporting("com.acme.lib;version=2.1.0")
                .resource("com/acme/lib/lib.txt", "lib")
                .bytes();
    }

    private static byte[] text(String version) {
        return TestBundles.bundle("com.acme.text", version)
                .exporting("com.acme.text;version=" + version)
                .resource("com/acme/text/text.txt", version)
                .bytes();
    }

    private static String resource(String name, String version, String url, byte[] jar) {
        return "<resource><capability namespace='osgi.identity'><attribute name='osgi.identity' value='" + name
                + "'/><attribute name='type' value='osgi.bundle'/><attribute name='version' type='Version' value='"
                + version
                + "'/></capability><capability namespace='osgi.content'><attribute name='osgi.content' value='"
                + FileServer.digest(jar, "SHA-256") + "'/><attribute name='url' value='" + url
                + "'/><attribute name='size' type='Long' value='" + jar.length
                + "'/></capability><capability namespace='osgi.wiring.package'><attribute name='osgi.wiring.package'"
                + " value='" + name + "'/><attribute name='version' type='Version' value='" + version
                + "'/></capability></resource>";
    }

    private static byte[] packed(String xml) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** An index with two versions of a library that fit, and one that does not; a Maven repository with the rest. */
    private void publish() throws Exception {
        var index = new StringBuilder("<repository xmlns='http://www.osgi.org/xmlns/repository/v1.0.0' name='acme'>");
        for (var version : List.of("2.0.0", "2.3.0", "3.0.0")) {
            server.put("/r5/text-" + version + ".jar", text(version));
            index.append(resource("com.acme.text", version, "text-" + version + ".jar", text(version)));
        }
        server.put("/r5/index.xml.gz", packed(index + "</repository>"));
        server.maven("com.acme", "lib", List.of("1.0", "2.1.0"), lib(), "");
        server.maven("com.acme", "app", List.of("1.0.0"), app("1.0.0"), """
                <properties><lib.version>2.1.0</lib.version></properties>
                <dependencyManagement><dependencies><dependency><groupId>com.acme</groupId>
                <artifactId>lib</artifactId><version>${lib.version}</version></dependency></dependencies>
                </dependencyManagement>
                <dependencies><dependency><groupId>com.acme</groupId><artifactId>lib</artifactId></dependency>
                <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4</version>
                <scope>test</scope></dependency></dependencies>""");
    }

    private void add(TestPlatform platform, String id, String kind, String url) throws Exception {
        var answer = call(
                platform,
                "POST",
                REPOSITORIES,
                "{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\",\"url\":\"" + url + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource(PlatformMode.class)
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
        try (var platform = start(TestPlatform.with())) {
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
    }

    @Test
    void bringsInTheServiceThatABundleNeeds() throws Exception {
        try (var platform = start(TestPlatform.with())) {
            var folder = Files.createDirectories(platform.home().resolve("examples"));
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
    }

    @Test
    void saysWhatNobodyHas() throws Exception {
        server.maven("com.acme", "app", List.of("1.0.0"), app("1.0.0"), "");
        try (var platform = start(TestPlatform.with())) {
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
        try (var platform = start(TestPlatform.with().configure("io.subrack.catalogue", "index.max.mebibytes", "1"))) {
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
                    platform,
                    "POST",
                    CATALOGUE + "/resolutions",
                    "{\"requests\":[{\"symbolicName\":\"com.acme.lies\"}]}");

            assertThat(found.findValuesAsText("symbolicName")).containsExactly("com.acme.lies");
            assertThat(state.get("problem").textValue()).startsWith("4 of its resources were left out");
            assertThat(lies.statusCode()).isEqualTo(422);
            assertThat(lies.body()).contains("catalogue:content-refused", "SHA-256");
        }
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
        try (var platform = start(TestPlatform.with())) {
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
        try (var platform = start(TestPlatform.with())) {
            var reader = platform.token("platform.read");

            assertThat(send(platform, "GET", REPOSITORIES, "", reader, "").statusCode())
                    .isEqualTo(200);
            assertThat(send(platform, "DELETE", REPOSITORIES + "/central", "", reader, "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(platform, "POST", CATALOGUE + "/resolutions", "{\"requests\":[]}", reader, "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(platform, "GET", CATALOGUE, "", "", "").statusCode())
                    .isEqualTo(401);
        }
    }

    private HttpResponse<String> call(TestPlatform platform, String method, String path, String body) throws Exception {
        return send(platform, method, path, body, platform.operatorToken(), "");
    }

    private HttpResponse<String> send(
            TestPlatform platform, String method, String path, String body, String token, String tag) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!tag.isEmpty()) {
            request.header("If-Match", tag);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }
}

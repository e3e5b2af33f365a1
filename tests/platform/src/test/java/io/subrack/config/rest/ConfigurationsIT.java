/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The configuration API on a running platform, with a bundle that can be configured. */
@Timeout(180)
class ConfigurationsIT {
    private static final String PID = "com.acme.hello";
    private static final String BASE = ConfigurationsResource.BASE;

    private final HttpClient client = HttpClient.newHttpClient();

    private static TestPlatform.Settings settings(PlatformMode mode) {
        return TestPlatform.with()
                .mode(mode)
                .share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api");
    }

    /** A resource that answers with what it is configured to say. */
    private static byte[] hello() {
        return TestBundles.bundle("com.acme.hello", "1.0.0")
                .header("Subrack-Public", "/hello")
                .header("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.configurator)\"")
                .importing("io.subrack.auth.api")
                .importing("jakarta.ws.rs")
                .source("com.acme.hello.Hello", """
                        package com.acme.hello;
                        @jakarta.ws.rs.Path("hello")
                        @io.subrack.auth.api.PublicAccess
                        public final class Hello {
                            private volatile String text;
                            private volatile String password;
                            void activate(java.util.Map<String, Object> properties) {
                                text = String.valueOf(properties.get("text"));
                                if (text.equals("bad word")) throw new IllegalArgumentException("text must be polite");
                                password = String.valueOf(properties.get("password"));
                            }
                            @jakarta.ws.rs.GET
                            public String hello() { return text + " " + password; }
                        }
                        """)
                .componentXml("hello", """
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="com.acme.hello.Hello"
                            configuration-pid="com.acme.hello" activate="activate">
                          <property name="osgi.jakartars.resource" type="Boolean" value="true"/>
                          <service><provide interface="com.acme.hello.Hello"/></service>
                          <implementation class="com.acme.hello.Hello"/>
                        </scr:component>""")
                .resource("OSGI-INF/metatype/hello.xml", """
                        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0"
                            localization="OSGI-INF/l10n/hello">
                          <OCD id="hello" name="%name" description="Says hello">
                            <AD id="text" type="String" name="Text" min="1" max="20" default="hello"/>
                            <AD id="times" type="Integer" min="1" max="9" default="1"/>
                            <AD id="tone" type="String" default="calm">
                              <Option label="Calm" value="calm"/><Option label="Loud" value="loud"/>
                            </AD>
                            <AD id="words" type="String" cardinality="3" required="false"/>
                            <AD id="password" type="Password" required="false"/>
                          </OCD>
                          <Designate pid="com.acme.hello"><Object ocdref="hello"/></Designate>
                        </metatype:MetaData>""")
                .resource("OSGI-INF/l10n/hello.properties", "name=Greeter\n")
                .resource("OSGI-INF/l10n/hello_de.properties", "name=Gr\\u00fc\\u00dfer\n")
                .resource(
                        "OSGI-INF/configurator/hello.json",
                        "{\":configurator:resource-version\": 1, \"com.acme.hello\": {\"text\": \"shipped\"}}")
                .bytes();
    }

    @PlatformModes
    void showsChecksChangesAndTakesBack(PlatformMode mode) throws Exception {
        try (var platform = settings(mode).start()) {
            assertThat(platform.deploy(hello()).failure()).isEmpty();
            Await.until("the API", () -> call(platform, "GET", BASE, "").statusCode() == 200);
            assertThat(said(platform)).isEqualTo("shipped null");

            var shown = json(call(platform, "GET", BASE + "/" + PID, ""));
            assertThat(shown.get("name").textValue()).isEqualTo("Greeter");
            assertThat(shown.get("bundle").textValue()).isEqualTo("com.acme.hello");
            assertThat(shown.get("layers")).extracting(JsonNode::textValue).containsExactly("default");
            assertThat(shown.at("/values/text/effective").textValue()).isEqualTo("shipped");
            assertThat(shown.at("/values/times/effective").intValue()).isEqualTo(1);
            assertThat(shown.at("/attributes/1/max").textValue()).isEqualTo("9");
            assertThat(shown.get("restart").booleanValue()).isFalse();

            var checked = json(
                    call(
                            platform,
                            "POST",
                            BASE + "/" + PID + "/validation",
                            "{\"values\":{\"times\":10,\"tone\":\"shrill\",\"txet\":\"x\",\"words\":[\"a\",\"b\",\"c\",\"d\"]}}"));
            assertThat(checked.get("valid").booleanValue()).isFalse();
            assertThat(checked.findValuesAsText("sentence"))
                    .containsExactlyInAnyOrder(
                            "times must be 1 to 9, not '10'",
                            "tone must be one of calm, loud, not 'shrill'",
                            "txet is no key of com.acme.hello; there are password, text, times, tone, words",
                            "words must have at most 3 values, not 4");

            var change = call(
                    platform,
                    "PUT",
                    BASE + "/" + PID,
                    "{\"values\":{\"text\":\"moin\",\"times\":\"3\",\"password\":\"hunter2\"},\"reason\":\"friendlier\"}");
            assertThat(json(change).at("/values/times/admin").intValue()).isEqualTo(3);
            assertThat(change.headers().firstValue("ETag")).contains("\"1\"");
            assertThat(change.body()).doesNotContain("hunter2");
            Await.until("the new values", () -> said(platform).equals("moin hunter2"));

            assertThat(call(platform, "PATCH", BASE + "/" + PID, "{\"values\":{\"text\":null}}", "\"0\"")
                            .statusCode())
                    .isEqualTo(412);
            var invalid = call(platform, "PATCH", BASE + "/" + PID, "{\"values\":{\"times\":0}}", "\"1\"");
            assertThat(invalid.statusCode()).isEqualTo(422);
            assertThat(invalid.body()).contains("urn:subrack:problem:config:invalid", "times must be 1 to 9");
            assertThat(json(call(
                                    platform,
                                    "PATCH",
                                    BASE + "/" + PID,
                                    "{\"values\":{\"text\":null,\"password\":{\"secret\":true}}}",
                                    "\"1\""))
                            .at("/revision")
                            .intValue())
                    .isEqualTo(2);
            Await.until("the shipped text", () -> said(platform).equals("shipped hunter2"));

            platform.restart();
            Await.until("the API", () -> call(platform, "GET", BASE, "").statusCode() == 200);
            assertThat(said(platform)).isEqualTo("shipped hunter2");
            json(call(platform, "POST", BASE + "/" + PID + "/revert", "{\"revision\":1}"));
            Await.until("the values of the first revision", () -> said(platform).equals("moin hunter2"));

            var history = json(call(platform, "GET", BASE + "/" + PID + "/history", ""));
            assertThat(history.findValuesAsText("revision")).containsExactly("3", "2", "1");
            assertThat(history.at("/items/2/reason").textValue()).isEqualTo("friendlier");
            assertThat(history.toString()).doesNotContain("hunter2");

            json(call(platform, "PATCH", BASE + "/" + PID, "{\"values\":{\"text\":\"bad word\"}}"));
            Await.until(
                    "the component's own words",
                    () -> json(call(platform, "GET", BASE + "/" + PID, ""))
                            .get("problems")
                            .toString()
                            .contains("text must be polite"));

            json(call(platform, "DELETE", BASE + "/" + PID, ""));
            Await.until("what the bundle ships", () -> said(platform).equals("shipped null"));
            assertThat(everything(platform)).doesNotContain("hunter2");
        }
    }

    @Test
    void losesNoRequestToAChange() throws Exception {
        try (var platform = settings(PlatformMode.CONNECT).start()) {
            assertThat(platform.deploy(hello()).failure()).isEmpty();
            Await.until("the API", () -> call(platform, "GET", BASE, "").statusCode() == 200);
            var over = new AtomicBoolean();
            var answered = new AtomicInteger();
            Map<String, Integer> wrong = new ConcurrentHashMap<>();
            var clients = java.util.stream.IntStream.range(0, 4)
                    .mapToObj(i -> new Thread(() -> {
                        while (!over.get()) {
                            try {
                                var answer = get(platform, "/hello");
                                answered.incrementAndGet();
                                if (answer.statusCode() != 200) {
                                    wrong.merge(answer.statusCode() + " " + answer.body(), 1, Integer::sum);
                                }
                            } catch (Exception e) { // whatever it is, a request is lost
                                wrong.merge(e.toString(), 1, Integer::sum);
                            }
                        }
                    }))
                    .toList();
            clients.forEach(Thread::start);

            for (int i = 0; i < 40; i++) {
                var text = "text " + i;
                json(call(platform, "PATCH", BASE + "/" + PID, "{\"values\":{\"text\":\"" + text + "\"}}"));
                Await.until(text, () -> said(platform).equals(text + " null"));
            }
            over.set(true);
            for (var thread : clients) {
                thread.join();
            }

            assertThat(wrong).as("of %d requests", answered.get()).isEmpty();
            assertThat(answered.get()).isGreaterThan(200);
        }
    }

    @Test
    void keepsAChangeOfThePlatformForTheNextStart() throws Exception {
        try (var platform = settings(PlatformMode.CONNECT).start()) {
            Await.until("the API", () -> call(platform, "GET", BASE, "").statusCode() == 200);
            var uri = BASE + "/io.subrack.web.rest";
            assertThat(json(call(platform, "GET", uri, "")).get("restart").booleanValue())
                    .isTrue();

            var changed = json(call(platform, "PATCH", uri, "{\"values\":{\"settle.millis\":3}}"));

            assertThat(changed.get("pending").booleanValue()).isTrue();
            platform.restart();
            Await.until("the API", () -> call(platform, "GET", BASE, "").statusCode() == 200);
            var after = json(call(platform, "GET", uri, ""));
            assertThat(after.get("pending").booleanValue()).isFalse();
            assertThat(after.at("/values/settle.millis/effective").intValue()).isEqualTo(3);
            assertThat(after.at("/values/settle.millis/default").intValue()).isEqualTo(2);

            var live =
                    json(call(platform, "PATCH", BASE + "/io.subrack.deployment", "{\"values\":{\"queue.limit\":7}}"));
            assertThat(live.get("restart").booleanValue()).isFalse();
            assertThat(live.get("pending").booleanValue()).isFalse();
        }
    }

    @Test
    void keepsWhatWasSetForABundleThatIsGoneUntilSomebodyDropsIt() throws Exception {
        try (var platform = settings(PlatformMode.CONNECT).start()) {
            platform.deploy(hello());
            Await.until("the API", () -> call(platform, "GET", BASE, "").statusCode() == 200);
            json(call(platform, "PATCH", BASE + "/" + PID, "{\"values\":{\"text\":\"kept\"}}"));
            platform.deploy(List.of(new Change.Uninstall("com.acme.hello")));

            Await.until(
                    "the bundle's end",
                    () -> json(call(platform, "GET", BASE + "/" + PID, ""))
                            .get("orphaned")
                            .booleanValue());
            assertThat(platform.deployments().currentSet().configurationRevision())
                    .isEqualTo(1);

            platform.deploy(hello());
            assertThat(said(platform)).isEqualTo("kept null");
            platform.deploy(List.of(new Change.Uninstall("com.acme.hello")));
            json(call(platform, "DELETE", BASE + "/" + PID, ""));

            Await.until(
                    "its end", () -> call(platform, "GET", BASE + "/" + PID, "").statusCode() == 404);
        }
    }

    @Test
    void givesNamedSecretsToThoseWhoReferToThem() throws Exception {
        try (var platform = settings(PlatformMode.CONNECT).start()) {
            platform.deploy(hello());
            Await.until("the API", () -> call(platform, "GET", BASE, "").statusCode() == 200);
            var secret = SecretsResource.BASE + "/db";
            assertThat(call(platform, "PUT", secret, "{\"value\":\"one\"}").statusCode())
                    .isEqualTo(204);

            json(call(platform, "PATCH", BASE + "/" + PID, "{\"values\":{\"password\":\"$[secret:db]\"}}"));
            Await.until("the secret", () -> said(platform).equals("shipped one"));
            assertThat(call(platform, "PUT", secret, "{\"value\":\"two\"}").statusCode())
                    .isEqualTo(204);

            Await.until("the other secret", () -> said(platform).equals("shipped two"));
            assertThat(json(call(platform, "GET", BASE + "/" + PID, ""))
                            .at("/values/password/admin/reference")
                            .textValue())
                    .isEqualTo("$[secret:db]");
            assertThat(call(platform, "DELETE", secret, "").statusCode()).isEqualTo(409);
            assertThat(call(platform, "GET", SecretsResource.BASE, "").body()).contains("com.acme.hello");
        }
    }

    @Test
    void letsWhoMayReadLookAndNobodyElseChange() throws Exception {
        try (var platform = settings(PlatformMode.CONNECT).start()) {
            Await.until("the API", () -> call(platform, "GET", BASE, "").statusCode() == 200);
            var reader = platform.token("platform.read");

            assertThat(send(platform, "GET", BASE, "", reader, "").statusCode()).isEqualTo(200);
            assertThat(send(platform, "PUT", BASE + "/a.b", "{\"values\":{}}", reader, "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(platform, "GET", SecretsResource.BASE, "", reader, "")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(send(platform, "GET", BASE, "", "", "").statusCode()).isEqualTo(401);
        }
    }

    /** A running platform may move or delete a file while all are read: then they are read once more. */
    private static String everything(TestPlatform platform) {
        return Await.value("all files at rest", Await.DEADLINE, () -> {
            try {
                return Optional.of(allFiles(platform));
            } catch (NoSuchFileException | UncheckedIOException e) {
                return Optional.empty();
            }
        });
    }

    private static String allFiles(TestPlatform platform) throws Exception {
        var all = new TreeMap<String, String>();
        for (var part : List.of("configuration", "audit", "logs", "cache")) {
            var root = platform.data().resolve(part);
            if (Files.isDirectory(root)) {
                try (var files = Files.walk(root)) {
                    for (var file : files.filter(Files::isRegularFile).toList()) {
                        all.put(
                                file.toString(),
                                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        return String.join("\n", all.values());
    }

    private String said(TestPlatform platform) throws Exception {
        var answer = get(platform, "/hello");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> get(TestPlatform platform, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(platform.baseUrl() + path)).timeout(Duration.ofSeconds(60));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(TestPlatform platform, String method, String path, String body) throws Exception {
        return call(platform, method, path, body, "");
    }

    private HttpResponse<String> call(TestPlatform platform, String method, String path, String body, String tag)
            throws Exception {
        return send(platform, method, path, body, platform.operatorToken(), tag);
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

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}

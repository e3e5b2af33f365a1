/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A running platform with the catalogue, and a server that has an index and a Maven repository. */
@Timeout(180)
abstract class CatalogueRig {
    static final String REPOSITORIES = RepositoriesResource.BASE;
    static final String CATALOGUE = CatalogueResource.BASE;

    static final HttpClient client = HttpClient.newHttpClient();

    @RegisterExtension
    static final OnePlatform ONE = new OnePlatform();

    final FileServer server = new FileServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
        ONE.removeRepositories();
    }

    static TestPlatform start(TestPlatform.Settings settings) throws Exception {
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

    /** A platform for all classes of the module; it takes only small indexes. */
    static final class OnePlatform implements BeforeAllCallback {
        private TestPlatform platform;

        @Override
        public void beforeAll(ExtensionContext context) throws Exception {
            if (platform == null) {
                platform = start(TestPlatform.with().configure("io.subrack.catalogue", "index.max.mebibytes", "1"));
                context.getRoot().getStore(Namespace.GLOBAL).put(OnePlatform.class, (AutoCloseable) platform::close);
            }
        }

        TestPlatform platform() {
            return platform;
        }

        /** The servers of a test go with it. */
        private void removeRepositories() throws Exception {
            for (var id : json(call(platform, "GET", REPOSITORIES, ""), 200).findValuesAsText("id")) {
                if (!List.of("central", "examples").contains(id)) {
                    assertThat(call(platform, "DELETE", REPOSITORIES + "/" + id, "")
                                    .statusCode())
                            .isEqualTo(204);
                }
            }
        }
    }

    static byte[] app(String version) {
        return TestBundles.bundle("com.acme.app", version)
                .importing("com.acme.lib;version=\"[2,3)\"")
                .importing("com.acme.text;version=\"[2,3)\"")
                .bytes();
    }

    static byte[] lib() {
        return TestBundles.bundle("com.acme.lib", "2.1.0")
                .exporting("com.acme.lib;version=2.1.0")
                .resource("com/acme/lib/lib.txt", "lib")
                .bytes();
    }

    static byte[] text(String version) {
        return TestBundles.bundle("com.acme.text", version)
                .exporting("com.acme.text;version=" + version)
                .resource("com/acme/text/text.txt", version)
                .bytes();
    }

    static String resource(String name, String version, String url, byte[] jar) {
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

    static byte[] packed(String xml) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** An index with two versions of a library that fit, and one that does not; a Maven repository with the rest. */
    void publish() throws Exception {
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

    void add(TestPlatform platform, String id, String kind, String url) throws Exception {
        var answer = call(
                platform,
                "POST",
                REPOSITORIES,
                "{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\",\"url\":\"" + url + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    static HttpResponse<String> call(TestPlatform platform, String method, String path, String body) throws Exception {
        return send(platform, method, path, body, platform.operatorToken(), "");
    }

    static HttpResponse<String> send(
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

    static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }
}

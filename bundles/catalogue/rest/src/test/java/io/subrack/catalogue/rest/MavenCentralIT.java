/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Well-known bundles from Maven Central, as they are. Needs the network, so it runs on demand alone: {@code mvn -pl
 * bundles/catalogue/rest verify -Dit.test=MavenCentralIT -Dsubrack.test.central=true}.
 */
@Timeout(600)
class MavenCentralIT {
    private static TestPlatform platform;
    private static final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Boolean.getBoolean("subrack.test.central"),
                "SKIPPED: Maven Central is asked only with -Dsubrack.test.central=true");
        platform = TestPlatform.start();
        Await.until(
                "the API",
                () -> call("GET", CatalogueResource.BASE + "/updates", "").statusCode() == 200);
        var found = call("GET", CatalogueResource.BASE + "?q=com.google.code.gson:gson", "");
        assumeTrue(found.statusCode() == 200, "SKIPPED: Maven Central cannot be reached: " + found.body());
    }

    @AfterAll
    static void stop() {
        if (platform != null) {
            platform.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.felix:org.apache.felix.gogo.runtime",
                "com.google.guava:guava",
                "com.google.code.gson:gson",
                "org.apache.commons:commons-lang3",
                "com.github.ben-manes.caffeine:caffeine",
                "com.h2database:h2",
                "org.apache.felix:org.apache.felix.gogo.command",
                "org.apache.commons:commons-text",
                "org.apache.commons:commons-csv",
                "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml",
                "io.reactivex.rxjava3:rxjava",
                "joda-time:joda-time",
                "org.jsoup:jsoup",
                "org.apache.commons:commons-collections4",
                "org.apache.commons:commons-compress",
                "org.apache.commons:commons-pool2",
                "org.apache.commons:commons-configuration2",
                "org.apache.commons:commons-math3",
                "com.fasterxml:classmate",
                "org.apache.aries:org.apache.aries.util",
                "org.apache.felix:org.apache.felix.fileinstall",
                "org.apache.felix:org.apache.felix.inventory",
                "org.apache.felix:org.apache.felix.prefs",
                "org.apache.felix:org.apache.felix.bundlerepository",
                "org.osgi:org.osgi.util.pushstream",
                "jakarta.xml.bind:jakarta.xml.bind-api",
                "jakarta.json:jakarta.json-api",
                "org.ow2.asm:asm-commons",
                "com.hazelcast:hazelcast",
                "com.squareup.okio:okio-jvm",
                "org.mozilla:rhino",
                "com.fasterxml.jackson.datatype:jackson-datatype-joda",
                "com.fasterxml.jackson.module:jackson-module-parameter-names",
                "org.eclipse.jdt:org.eclipse.jdt.annotation",
                "org.bouncycastle:bcprov-jdk18on"
            })
    void installsAndServes(String module) throws Exception {
        var answer = call(
                "POST",
                CatalogueResource.BASE + "/resolutions",
                "{\"requests\":[{\"coordinates\":\"" + module + "\"}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode resolved = new ObjectMapper().readTree(answer.body());
        assertThat(resolved.at("/plan/applicable").booleanValue())
                .as(resolved.at("/plan/faults") + " " + resolved.get("artifacts"))
                .isTrue();

        var deployment = platform.deployments().apply(resolved.at("/plan/id").textValue(), true);
        assertThat(platform.deployments().await(deployment.id(), Await.DEADLINE).failure())
                .isEmpty();

        List<String> names = resolved.get("artifacts").findValuesAsText("symbolicName");
        assertThat(platform.deployments().bundles())
                .filteredOn(it -> names.contains(it.entry().symbolicName()))
                .hasSize(names.size())
                .allMatch(it -> it.health() == BundleStatus.Health.SERVING);
        System.out.println("from Central: " + module + " -> " + names + " "
                + resolved.get("artifacts").findValuesAsText("version"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.fasterxml.jackson.core:jackson-databind",
                "commons-io:commons-io",
                "org.jspecify:jspecify",
            })
    void saysWhatThePlatformHasAlready(String module) throws Exception {
        var answer = call(
                "POST",
                CatalogueResource.BASE + "/resolutions",
                "{\"requests\":[{\"coordinates\":\"" + module + "\"}]}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode resolved = new ObjectMapper().readTree(answer.body());
        assertThat(resolved.at("/plan/faults").findValuesAsText("kind"))
                .isNotEmpty()
                .containsOnly("PLATFORM_PACKAGE");
    }

    private static HttpResponse<String> call(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + platform.operatorToken())
                .timeout(Duration.ofSeconds(150));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

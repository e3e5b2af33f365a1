/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestGuard;
import io.subrack.kernel.testing.TestPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Asks every operation that the platform has, without a token, with a stranger's, and with too little in it. */
class EveryOperationIT {
    private static final Set<String> OPEN = Set.of("ALWAYS", "OPEN", "PUBLIC");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static TestPlatform platform;
    private static List<JsonNode> operations;

    @BeforeAll
    static void start() throws Exception {
        platform = TestPlatform.start();
        platform.deploy(Greeter.version("1.0.0"));
        // Each publishes what it has when it is there.
        Await.until(
                "the operations",
                () -> List.of("/greeter", "/health/ready", "/metrics", Api.BASE + "/bundles").stream()
                        .allMatch(listed()::contains));
        operations = StreamSupport.stream(
                        new ObjectMapper().readTree(listed()).get("items").spliterator(), false)
                .toList();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    private static HttpResponse<String> send(String method, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String listed() throws Exception {
        return send("GET", Api.BASE + "/operations", platform.operatorToken()).body();
    }

    private static String method(JsonNode operation) {
        var method = operation.get("method").textValue();
        return method.equals("*") ? "GET" : method;
    }

    private static String path(JsonNode operation) {
        var template = operation.get("template").textValue();
        return template.replaceAll("\\{[^}]+}", "1").replaceAll("/\\*$", "");
    }

    private static Set<String> scopes(JsonNode operation) {
        var scopes = new HashSet<String>();
        operation.get("scopes").forEach(scope -> scopes.add(scope.textValue()));
        return scopes;
    }

    @Test
    void listsWhatThePlatformAndItsBundlesHave() {
        assertThat(operations)
                .extracting(operation -> method(operation) + " " + path(operation) + " "
                        + operation.get("access").textValue() + " " + scopes(operation))
                .contains(
                        "GET /greeter/1 PUBLIC []",
                        "GET /health/live ALWAYS []",
                        "GET /health/ready OPEN []",
                        "GET /metrics RESTRICTED [platform.read]",
                        "GET /api/platform/v1/bundles RESTRICTED [platform.read]",
                        "POST /api/platform/v1/bundles RESTRICTED [platform.deploy]");
        assertThat(operations).hasSizeGreaterThan(20);
    }

    @TestFactory
    List<DynamicTest> letsInOnlyWhoMay() {
        var tests = new ArrayList<DynamicTest>();
        for (var operation : operations) {
            tests.add(DynamicTest.dynamicTest(
                    operation.get("method").textValue() + " "
                            + operation.get("template").textValue(),
                    () -> check(operation)));
        }
        return tests;
    }

    private static void check(JsonNode operation) throws Exception {
        var access = operation.get("access").textValue();
        var method = method(operation);
        var path = path(operation);
        if (OPEN.contains(access)) {
            assertThat(send(method, path, "").statusCode()).isNotIn(401, 403);
            return;
        }
        assertThat(access).as("it must declare who may call it").isEqualTo("RESTRICTED");
        var nobody = send(method, path, "");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"subrack\"");
        var stranger = send(method, path, "a-stranger's-token");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
        var others = new HashSet<>(TestGuard.PLATFORM_SCOPES);
        others.removeAll(scopes(operation));
        assertThat(scopes(operation)).as("a scope or role must be needed").isNotEmpty();
        var weak = send(method, path, platform.token(others.toArray(String[]::new)));
        assertThat(weak.statusCode()).isEqualTo(403);
        assertThat(weak.headers().firstValue("WWW-Authenticate").orElse("")).contains("insufficient_scope");
    }
}

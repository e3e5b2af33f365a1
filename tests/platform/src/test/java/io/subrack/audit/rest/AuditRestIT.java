/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;

/** The audit API on a running platform. */
@Timeout(180)
class AuditRestIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @PlatformModes
    void showsCopiesAndVerifiesTheLog(PlatformMode mode) throws Exception {
        var settings = TestPlatform.with()
                .mode(mode)
                .share("io.subrack.audit.api")
                .share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api");
        try (var platform = settings.start()) {
            platform.service(AuditLog.class)
                    .append(AuditEvent.failure("auth.login.failed", AuditActor.ANONYMOUS)
                            .on("user", "\u001b[2Jbob")
                            .with("password", "hunter2"));
            Await.until("the route", () -> call(platform, "GET", "", "").statusCode() == 200);

            var found = json(call(platform, "GET", "?type=auth.login&outcome=failure", ""));
            assertThat(found.get("items")).hasSize(1);
            assertThat(found.at("/items/0/target").textValue()).isEqualTo("user:\\u001b[2Jbob");
            assertThat(found.toString()).doesNotContain("hunter2");

            var page = json(call(platform, "GET", "?order=oldest&limit=1", ""));
            assertThat(page.at("/items/0/type").textValue()).isEqualTo("audit.opened");
            var next = page.get("next").textValue().substring(AuditResource.BASE.length());
            assertThat(json(call(platform, "GET", next, "")).at("/items/0/type").textValue())
                    .isEqualTo("auth.login.failed");

            var copy = call(platform, "GET", "/export", "");
            assertThat(copy.headers().firstValue("Content-Type").orElse("")).startsWith(AuditResource.LINES);
            assertThat(copy.body().lines().count()).isGreaterThanOrEqualTo(2);

            var head = json(call(platform, "GET", "/status", "")).get("head");
            var verified = json(call(platform, "POST", "/verification", "{\"anchors\":[" + head + "]}"));
            assertThat(verified.get("intact").booleanValue())
                    .as(verified.toString())
                    .isTrue();

            assertThat(call(platform, "GET", "?limit=x", "").statusCode()).isEqualTo(400);
            assertThat(call(platform, "POST", "/verification", "[]").statusCode())
                    .isEqualTo(422);
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(platform.baseUrl() + AuditResource.BASE))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    private HttpResponse<String> call(TestPlatform platform, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + AuditResource.BASE + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + platform.operatorToken())
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What live pages follow, on the real platform. */
@Timeout(120)
class LiveIT {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void followsADeploymentAsEventsAndAsAJob() throws Exception {
        var platform = TestPlatform.start();
        try (platform) {
            var operator = new Operator(platform);
            Await.until("the API", () -> operator.get(Api.BASE + "/platform").status() == 200);
            try (var events = follow(platform, "")) {
                assertThat(events.next().name()).isEqualTo("hello");

                var deployed = operator.postJar(Api.BASE + "/bundles", Greeter.version("1.0.0"));
                assertThat(deployed.status()).as(deployed.text()).isEqualTo(201);

                var added = events.next("bundle");
                assertThat(added.data().get("symbolicName").textValue()).isEqualTo(Greeter.NAME);
                assertThat(added.data().get("change").textValue()).isEqualTo("added");
                assertThat(operator.get(Api.BASE + "/apis/" + Greeter.NAME + "/openapi.json")
                                .json()
                                .at("/paths/~1greeter~1{name}/get")
                                .isObject())
                        .isTrue();
                assertThat(events.next("metrics").data().get("heapUsed").longValue())
                        .isPositive();
                operator.send("DELETE", Api.BASE + "/bundles/" + Greeter.NAME);
                try (var resumed = follow(platform, added.id())) {
                    var removed = resumed.next("bundle");
                    while (!removed.data().get("change").textValue().equals("removed")) {
                        removed = resumed.next("bundle");
                    }
                }
            }
            describesItself(operator);
            doesARepeatedRequestOnce(platform);
            var job = operator.get(Api.BASE + "/jobs?kind=deployment").json().at("/items/0");
            assertThat(job.get("state").textValue()).isEqualTo("SUCCEEDED");
            try (var events = follow(platform, "")) {
                events.next("hello");
                platform.stop();
                events.next("bye");
            }
        }
    }

    private void doesARepeatedRequestOnce(TestPlatform platform) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + Api.BASE + "/artifacts"))
                .header("Authorization", "Bearer " + platform.operatorToken())
                .header("Content-Type", Api.JAR)
                .header("Idempotency-Key", "7f1c2d1e-upload")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Greeter.version("9.0.0")))
                .build();

        var first = client.send(request, HttpResponse.BodyHandlers.ofString());
        var second = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    }

    private static void describesItself(Operator operator) {
        var document = operator.get(Api.BASE + "/openapi.json").json();
        assertThat(document.get("paths").has(Api.BASE + "/jobs/{id}")).isTrue();
        assertThat(document.get("paths").has(Api.BASE + "/metrics/summary")).isTrue();
        assertThat(operator.get(Api.BASE + "/apis").json().at("/items/0/bundle").textValue())
                .isEqualTo("platform");
    }

    private SseReader follow(TestPlatform platform, String lastEventId) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + Api.BASE + "/events"))
                .header("Authorization", "Bearer " + platform.operatorToken());
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return SseReader.open(client, request.build());
    }
}

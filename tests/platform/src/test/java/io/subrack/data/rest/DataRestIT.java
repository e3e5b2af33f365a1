/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditReader;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** The data API on a running platform. */
@Timeout(180)
class DataRestIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @PlatformModes
    void keepsTheSchemaOfARemovedBundleUntilItIsDropped(PlatformMode mode) throws Exception {
        try (var platform = start(mode)) {
            var token = platform.token("platform.data");
            Await.until(
                    "the route", () -> call(platform, token, "GET", "/schemas").statusCode() == 200);
            platform.deploy(TestBundles.bundle("com.acme.notes", "1.0.0")
                    .header("Subrack-Data", "notes")
                    .resource("db/migration/V1__notes.sql", "CREATE TABLE notes (text TEXT NOT NULL);")
                    .bytes());

            assertThat(state(platform, token)).isIn("IN_USE", "IDLE");
            var inUse = call(platform, token, "DELETE", "/schemas/notes");
            assertThat(inUse.statusCode()).isEqualTo(409);
            assertThat(json(inUse).get("type").textValue()).isEqualTo("urn:subrack:problem:data:schema-in-use");

            platform.deploy(List.of(new Change.Uninstall("com.acme.notes")));
            Await.until("the bundle is gone", () -> state(platform, token).equals("ORPHANED"));
            assertThat(call(platform, token, "DELETE", "/schemas/notes").statusCode())
                    .isEqualTo(204);
            assertThat(call(platform, token, "DELETE", "/schemas/notes").statusCode())
                    .isEqualTo(404);

            var backup = call(platform, token, "POST", "/backups");
            assertThat(backup.statusCode()).as(backup.body()).isEqualTo(201);
            var path = json(backup).get("path").textValue();
            assertThat(path).startsWith("backup/db-");
            assertThat(platform.data().resolve(path)).isDirectoryContaining("glob:**/subrack.*");

            assertThat(platform.service(AuditReader.class)
                            .search(new AuditQuery(
                                    AuditFilter.ofType("data"), 0, Long.MAX_VALUE, AuditQuery.Order.OLDEST, 10))
                            .records())
                    .extracting(record -> record.event().type())
                    .containsExactly("data.schema.dropped", "data.backup.created");
        }
    }

    @PlatformModes
    void isForCallersWithTheScopeAlone(PlatformMode mode) throws Exception {
        try (var platform = start(mode)) {
            var token = platform.token("platform.data");
            Await.until(
                    "the route", () -> call(platform, token, "GET", "/schemas").statusCode() == 200);

            var other = platform.token("platform.read", "platform.deploy");
            for (var operation : List.of("GET /schemas", "DELETE /schemas/notes", "POST /backups")) {
                var parts = operation.split(" ");
                assertThat(call(platform, other, parts[0], parts[1]).statusCode())
                        .as(operation)
                        .isEqualTo(403);
                assertThat(call(platform, "", parts[0], parts[1]).statusCode())
                        .as(operation)
                        .isEqualTo(401);
            }
            assertThat(Files.exists(platform.data().resolve("backup"))).isFalse();
        }
    }

    private static TestPlatform start(PlatformMode mode) {
        return TestPlatform.with()
                .mode(mode)
                .share("io.subrack.audit.api")
                .share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api")
                .start();
    }

    private String state(TestPlatform platform, String token) throws Exception {
        var items = json(call(platform, token, "GET", "/schemas")).get("items");
        assertThat(items).hasSize(1);
        assertThat(items.get(0).get("bundle").textValue()).isEqualTo("com.acme.notes");
        return items.get(0).get("state").textValue();
    }

    private HttpResponse<String> call(TestPlatform platform, String token, String method, String path)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.baseUrl() + DataResource.BASE + path))
                .method(method, BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(60));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }
}

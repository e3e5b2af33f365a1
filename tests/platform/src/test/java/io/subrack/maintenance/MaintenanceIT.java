/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.config.api.Configurations;
import io.subrack.data.api.SchemaInfo;
import io.subrack.data.api.Schemas;
import io.subrack.kernel.api.Author;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Backups, restores and support zips of a running platform. */
@Timeout(240)
class MaintenanceIT {
    private static final String SECRET = "correct-horse-battery-staple";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @PlatformModes
    void restoresEverythingByARestart(PlatformMode mode) throws Exception {
        try (var platform = start(mode)) {
            platform.deploy(notes("1.0.0"));
            assertThat(send(platform, "PUT", "/settings", "{\"backups\":{\"keep\":3,\"scheduleHours\":0}}")
                            .statusCode())
                    .isEqualTo(200);
            var backup = backUp(platform);
            platform.deploy(notes("2.0.0"));
            platform.deploy(bundle("com.acme.later", "later"));
            assertThat(schemas(platform)).containsExactly("later", "notes");
            var key = Files.readString(platform.data().resolve("db/subrack.key"));
            Files.writeString(platform.data().resolve("db/subrack.key.lost"), "made after the backup");
            assertThat(send(platform, "PUT", "/settings", "{\"backups\":{\"keep\":7,\"scheduleHours\":0}}")
                            .statusCode())
                    .isEqualTo(200);

            assertThat(send(platform, "POST", "/restores", "{\"backup\":\"" + backup + "\"}")
                            .body())
                    .contains("urn:subrack:problem:maintenance:needs-yes");
            var job = end(platform, send(platform, "POST", "/restores?yes=true", "{\"backup\":\"" + backup + "\"}"));
            assertThat(job.at("/steps").findValuesAsText("name")).last().isEqualTo(Restores.RESTART);
            assertThat(json(get(platform, job.at("/result/href").textValue()))
                            .at("/pending/source")
                            .textValue())
                    .isEqualTo("backup " + backup);
            assertThat(version(platform)).isEqualTo("2.0.0");

            platform.restart();

            await(platform);
            assertThat(version(platform)).isEqualTo("1.0.0");
            assertThat(platform.deployments().currentSet().bundles()).hasSize(1);
            assertThat(schemas(platform)).containsExactly("notes");
            assertThat(json(send(platform, "GET", "/settings", ""))
                            .at("/backups/keep")
                            .intValue())
                    .isEqualTo(3);
            assertThat(Files.readString(platform.data().resolve("db/subrack.key")))
                    .isEqualTo(key);
            assertThat(platform.data().resolve("db/subrack.key.lost")).doesNotExist();
            var state = json(send(platform, "GET", "/restores", ""));
            assertThat(state.has("pending")).isFalse();
            var before = platform.data().resolve(state.at("/last/before").textValue());
            assertThat(before.resolve("db/subrack.key.lost")).hasContent("made after the backup");
            assertThat(json(send(platform, "GET", "/backups", "")).at("/items")).hasSize(1);
            assertThat(audit(platform.data()))
                    .contains("\"data.restore.applied\"", before.getFileName().toString());
            assertThat(audit(before)).contains("data.backup.created", "data.restore.requested");

            platform.deploy(notes("3.0.0"));
            platform.restart();
            assertThat(version(platform)).isEqualTo("3.0.0");
        }
    }

    @Test
    void makesWholeBackupsWhileBundlesAndConfigurationChange() throws Exception {
        try (var platform = start(PlatformMode.CONNECT)) {
            var over = new AtomicBoolean();
            var failure = new AtomicReference<Exception>();
            var deployed = new AtomicReference<>(0);
            var deployer = new Thread(() -> {
                try {
                    for (int i = 1; !over.get(); i++) {
                        platform.deploy(notes("1.0." + i));
                        deployed.set(i);
                        send(
                                platform,
                                "PUT",
                                "/settings",
                                "{\"backups\":{\"keep\":" + (50 + i % 50) + ",\"scheduleHours\":0}}");
                    }
                } catch (Exception e) { // told below
                    failure.set(e);
                }
            });
            deployer.start();
            Await.until("the first deployment", () -> deployed.get() > 0);

            var backups = new ArrayList<String>();
            for (int i = 0; i < 6 || (i < 50 && deployed.get() < 2); i++) {
                backups.add(backUp(platform));
            }
            over.set(true);
            deployer.join();

            assertThat(failure.get()).isNull();
            assertThat(deployed.get()).isGreaterThan(1);
            for (var backup : backups) {
                assertWhole(platform.data().resolve("backups/" + backup + ".zip"), directory.resolve(backup));
            }
        }
    }

    private static void assertWhole(Path zip, Path target) throws Exception {
        Files.createDirectory(target);
        try (var file = BackupFile.open(zip, "999.0.0")) {
            file.unpack(target, new Quiet());
        }
        var mapper = new ObjectMapper();
        long current = mapper.readTree(target.resolve("deployments/current").toFile())
                .get("set")
                .longValue();
        var set = mapper.readTree(
                target.resolve("deployments/sets/%08d.json".formatted(current)).toFile());
        assertThat(set.get("bundles")).isNotEmpty();
        for (var bundle : set.get("bundles")) {
            var hex = bundle.get("artifact").textValue();
            assertThat(Digests.of(target.resolve("artifacts/sha256/" + hex.substring(0, 2) + "/" + hex + ".jar")))
                    .isEqualTo(hex);
        }
        var configuration = target.resolve("configuration/io.subrack.maintenance.json");
        if (Files.exists(configuration)) {
            long revision =
                    mapper.readTree(configuration.toFile()).path("number").asLong();
            try (Stream<Path> revisions = Files.list(target.resolve("configuration/revisions"))) {
                assertThat(revisions.count()).isGreaterThanOrEqualTo(revision);
            }
        }
        assertThat(target.resolve("db/subrack.key")).exists();
        assertThat(target.resolve("journal")).doesNotExist();
    }

    @Test
    void refusesAZipThatWasTamperedWithAndLeavesEverythingAsItIs() throws Exception {
        try (var platform = start(PlatformMode.CONNECT)) {
            platform.deploy(notes("1.0.0"));
            var id = backUp(platform);
            var fetched = download(platform, "/backups/" + id);
            assertThat(fetched.headers().firstValue("Content-Type")).contains("application/zip");
            assertThat(fetched.headers().firstValue("Content-Disposition").orElseThrow())
                    .startsWith("attachment");
            var zip = fetched.body();

            var whole = upload(platform, zip);
            assertThat(end(platform, whole).get("state").textValue()).isEqualTo("SUCCEEDED");
            assertThat(send(platform, "DELETE", "/restores", "").statusCode()).isEqualTo(204);
            assertThat(send(platform, "DELETE", "/restores", "").statusCode()).isEqualTo(404);

            zip[zip.length / 2] ^= 1;
            var job = end(platform, upload(platform, zip));
            assertThat(job.get("state").textValue()).isEqualTo("FAILED");
            assertThat(job.at("/problem/type").textValue()).isEqualTo("urn:subrack:problem:maintenance:backup-invalid");
            assertThat(json(send(platform, "GET", "/restores", "")).has("pending"))
                    .isFalse();
            Await.until("nothing is left of it", () -> isEmpty(platform.data().resolve("restore")));

            assertThat(send(platform, "DELETE", "/backups/" + id, "").statusCode())
                    .isEqualTo(204);
            assertThat(send(platform, "GET", "/backups/" + id, "").statusCode()).isEqualTo(404);
            assertThat(audit(platform.data()))
                    .contains("data.backup.created", "data.backup.fetched", "data.restore.requested")
                    .contains("data.restore.withdrawn", "data.backup.deleted");
        }
    }

    @Test
    void collectsWhatASupporterNeedsWithoutSecrets() throws Exception {
        try (var platform = start(PlatformMode.CONNECT)) {
            platform.deploy(notes("1.0.0"));
            platform.service(Configurations.class).putSecret("db", SECRET, Author.named("test"));
            LoggerFactory.getLogger("com.acme")
                    .warn("the password is {} and the token {}", SECRET, platform.operatorToken());

            var job = end(platform, send(platform, "POST", "/support-zip", ""));

            assertThat(job.get("state").textValue()).as(job.toString()).isEqualTo("SUCCEEDED");
            var path = job.at("/result/href").textValue().replace(Requests.API, "");
            var file = Files.write(
                    directory.resolve("support.zip"), download(platform, path).body());
            var all = new StringBuilder();
            try (var zip = new ZipFile(file.toFile())) {
                for (var entry : zip.stream().toList()) {
                    var text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(text).as(entry.getName()).doesNotContain("could not be collected");
                    all.append(entry.getName()).append('\n').append(text);
                }
            }
            assertThat(all.toString())
                    .contains("com.acme.notes", "subrack-job", "java.version", "backups.keep", "disk ", "wiring.txt")
                    .doesNotContain(SECRET)
                    .doesNotContain(Files.readString(platform.data().resolve("db/subrack.key"))
                            .strip());
        }
    }

    @Test
    void isForCallersWithTheScopeAlone() throws Exception {
        try (var platform = start(PlatformMode.CONNECT)) {
            var reader = platform.token("platform.read");
            for (var operation : new String[] {
                "POST /backups",
                "GET /backups",
                "GET /backups/x",
                "DELETE /backups/x",
                "POST /restores",
                "GET /restores",
                "DELETE /restores",
                "POST /support-zip",
                "GET /support-zips/x",
                "PUT /settings"
            }) {
                var parts = operation.split(" ");
                var body = parts[0].equals("GET") || parts[0].equals("DELETE") ? "" : "{}";
                assertThat(call(platform, reader, parts[0], Requests.API + parts[1], body)
                                .statusCode())
                        .as(operation)
                        .isEqualTo(403);
                assertThat(call(platform, "", parts[0], Requests.API + parts[1], body)
                                .statusCode())
                        .as(operation)
                        .isEqualTo(401);
            }
            var settings = call(platform, reader, "GET", Requests.API + "/settings", "");
            assertThat(settings.statusCode()).isEqualTo(200);
            assertThat(settings.headers().firstValue("ETag")).contains("\"0\"");
            assertThat(send(platform, "PUT", "/settings", "{\"backups\":{\"keep\":0,\"scheduleHours\":0}}")
                            .body())
                    .contains("config:invalid", "backups.keep must be 1 to 100");
        }
    }

    private static boolean isEmpty(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private TestPlatform start(PlatformMode mode) throws Exception {
        var platform = TestPlatform.with()
                .mode(mode)
                .configure("io.subrack.deployment", "watch.millis", "50")
                .share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api")
                .share("io.subrack.config.api")
                .share("io.subrack.data.api")
                .start();
        await(platform);
        return platform;
    }

    private void await(TestPlatform platform) throws Exception {
        for (var path : new String[] {"/backups", "/restores", "/settings", "/jobs"}) {
            Await.until(path, () -> send(platform, "GET", path, "").statusCode() == 200);
        }
    }

    private static byte[] notes(String version) {
        return TestBundles.bundle("com.acme.notes", version)
                .header("Subrack-Data", "notes")
                .resource("db/migration/V1__notes.sql", "CREATE TABLE notes (text TEXT NOT NULL);")
                .bytes();
    }

    private static byte[] bundle(String name, String schema) {
        return TestBundles.bundle(name, "1.0.0")
                .header("Subrack-Data", schema)
                .resource("db/migration/V1__it.sql", "CREATE TABLE it (text TEXT NOT NULL);")
                .bytes();
    }

    private static List<String> schemas(TestPlatform platform) {
        return platform.service(Schemas.class).list().stream()
                .map(SchemaInfo::name)
                .toList();
    }

    private static String version(TestPlatform platform) {
        return platform.deployments()
                .currentSet()
                .entry("com.acme.notes")
                .orElseThrow()
                .version()
                .toString();
    }

    private String backUp(TestPlatform platform) throws Exception {
        var job = end(platform, send(platform, "POST", "/backups", ""));
        assertThat(job.get("state").textValue()).as(job.toString()).isEqualTo("SUCCEEDED");
        var href = job.at("/result/href").textValue();
        return href.substring(href.lastIndexOf('/') + 1);
    }

    private JsonNode end(TestPlatform platform, HttpResponse<String> accepted) throws Exception {
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        var place = accepted.headers().firstValue("Location").orElseThrow();
        var path = URI.create(place).getPath();
        Await.until(
                path, () -> !json(get(platform, path)).get("state").textValue().equals("RUNNING"));
        return json(get(platform, path));
    }

    private static String audit(Path data) throws Exception {
        try (Stream<Path> files = Files.list(data.resolve("audit"))) {
            var all = new StringBuilder();
            for (var file : files.filter(it -> it.toString().endsWith(".jsonl")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private HttpResponse<String> get(TestPlatform platform, String path) throws Exception {
        return call(platform, platform.operatorToken(), "GET", path, "");
    }

    private HttpResponse<String> send(TestPlatform platform, String method, String path, String body) throws Exception {
        return call(platform, platform.operatorToken(), method, Requests.API + path, body);
    }

    private HttpResponse<String> call(TestPlatform platform, String token, String method, String path, String body)
            throws Exception {
        var request = request(platform, path, token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> upload(TestPlatform platform, byte[] zip) throws Exception {
        var request = request(platform, Requests.API + "/restores?yes=true", platform.operatorToken())
                .POST(BodyPublishers.ofByteArray(zip))
                .header("Content-Type", "application/zip");
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> download(TestPlatform platform, String path) throws Exception {
        var answer = client.send(
                request(platform, Requests.API + path, platform.operatorToken()).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static HttpRequest.Builder request(TestPlatform platform, String path, String token) {
        var request =
                HttpRequest.newBuilder(URI.create(platform.baseUrl() + path)).timeout(Duration.ofSeconds(60));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}

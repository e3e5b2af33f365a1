/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken for a restore, and what is refused. */
class RestoreStoreTest {
    private static final Instant CREATED = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path directory;

    private Path data;
    private RestoreStore store;

    @BeforeEach
    void makeData() throws IOException {
        data = Files.createDirectory(directory.resolve("data"));
        store = new RestoreStore(data);
    }

    @Test
    void leavesAWholeBackupForTheNextStart() throws IOException {
        var restored = stage(zip(Map.of("data/deployments/current", "7", "data/auth/master.key", "key")));

        assertThat(restored.created()).isEqualTo(CREATED);
        assertThat(store.pending()).contains(restored);
        var files = DataFiles.read(data.resolve("restore"));
        assertThat(files.remove("pending/restore.json")).contains("\"by\":\"ada\"");
        assertThat(files)
                .isEqualTo(
                        Map.of("pending/content/deployments/current", "7", "pending/content/auth/master.key", "key"));
        assertThat(Files.getPosixFilePermissions(data.resolve("restore/pending/content/auth/master.key")))
                .hasSize(2);
    }

    @Test
    void takesTheNewerOfTwoAndForgetsOneThatIsWithdrawn() throws IOException {
        stage(zip(Map.of("data/first", "1")));
        stage(zip(Map.of("data/second", "2")));

        assertThat(DataFiles.read(data.resolve("restore")))
                .containsKey("pending/content/second")
                .hasSize(2);
        assertThat(store.withdraw()).isTrue();
        assertThat(store.withdraw()).isFalse();
        assertThat(data.resolve("restore")).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsNoBackup() throws IOException {
        var text = Files.writeString(directory.resolve("text"), "no zip");

        refuse(text, "not a whole zip file");
        refuse(raw(Map.of("data/x", "x")), "no manifest.json");
        refuse(raw(Map.of("manifest.json", "{}")), "not that of a backup");
        refuse(
                raw(Map.of("manifest.json", "{\"product\":\"subrack\",\"format\":9,\"version\":\"9.0.0\"}")),
                "format is 9");
    }

    @Test
    void refusesAZipThatWasCutOff() throws IOException {
        var whole = Files.readAllBytes(zip(Map.of("data/x", "x".repeat(5_000))));

        refuse(Files.write(directory.resolve("cut"), java.util.Arrays.copyOf(whole, whole.length - 40)), "whole zip");
    }

    @Test
    void refusesANewerVersion() throws IOException {
        refuse(zip("1.0.1", Map.of("data/x", "x")), "newer than this one (1.0.0)");
        refuse(zip("2.0.0-SNAPSHOT", Map.of("data/x", "x")), "newer");
        refuse(zip("", Map.of("data/x", "x")), "which version");
        stage(zip("0.9.9", Map.of("data/x", "x")));
    }

    @Test
    void refusesNamesThatLeadOutOfTheDirectory() throws IOException {
        for (var name : List.of(
                "data/../../etc/passwd",
                "data/a/../../x",
                "/etc/passwd",
                "data//x",
                "data/./x",
                "data/a\\..\\x",
                "x",
                "data/",
                "data/" + "a/".repeat(40) + "x",
                "data/" + "a".repeat(600))) {
            refuse(zip(Map.of(name, "x")), "not a name that a backup has");
        }
    }

    @Test
    void refusesWhatIsNeverRestored() throws IOException {
        for (var name : List.of(
                "data/restore/journal",
                "data/run/state",
                "data/lock",
                "data/before-restore-1/x",
                "data/setup-token",
                "data/.x",
                "data/backups/x.zip")) {
            refuse(zip(Map.of(name, "x")), "not a name that a backup has");
        }
    }

    @Test
    void refusesWhatIsNotWhatTheManifestSays() throws IOException {
        var manifest = new String(manifest("1.0.0", Map.of("data/x", "right")).json(), StandardCharsets.UTF_8);

        refuse(raw(Map.of("data/x", "wrong", "manifest.json", manifest)), "not what its manifest says");
        refuse(raw(Map.of("data/x", "longer", "manifest.json", manifest)), "not the size");
        refuse(raw(Map.of("data/x", "right", "data/y", "more", "manifest.json", manifest)), "not in its manifest");
        refuse(raw(Map.of("manifest.json", manifest)), "files are missing");
    }

    @Test
    void refusesAFileThatIsAlsoADirectory() throws IOException {
        var files = new LinkedHashMap<String, String>();
        files.put("data/x", "file");
        files.put("data/x/y", "below");

        refuse(zip(files), "file and a directory");
    }

    @Test
    void refusesABomb() throws IOException {
        var entries = List.of(new BackupManifest.Entry("data/x", 100L << 30, "0".repeat(64)));
        var manifest = new BackupManifest("1.0.0", CREATED, 1, "none", List.of(), entries);

        refuse(
                raw(Map.of("data/x", "x", "manifest.json", new String(manifest.json(), StandardCharsets.UTF_8))),
                "which no backup does");
    }

    @Test
    void refusesABombThatLiesOfItsSize() throws IOException {
        var manifest = new String(manifest("1.0.0", Map.of("data/x", "x")).json(), StandardCharsets.UTF_8);
        var files = new LinkedHashMap<String, String>();
        files.put("data/x", "x".repeat(10_000_000));
        files.put("manifest.json", manifest);
        var zip = Files.readAllBytes(raw(files));
        // the central directory says one byte, what is compressed is ten million
        for (int at = 0; at < zip.length - 46; at++) {
            if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2 && zip[at + 28] == 6) {
                zip[at + 24] = 1;
                zip[at + 25] = 0;
                zip[at + 26] = 0;
                zip[at + 27] = 0;
            }
        }

        refuse(Files.write(directory.resolve("liar"), zip), "");
    }

    @Test
    void keepsNothingOfAnUploadThatBreaksOff() {
        assertThatThrownBy(() -> store.receive(new java.io.InputStream() {
                    private int left = 100_000;

                    @Override
                    public int read() throws IOException {
                        if (left == 0) {
                            throw new IOException("No space left on device");
                        }
                        left--;
                        return 'x';
                    }
                }))
                .hasMessageContaining("disk of the data directory is full");

        assertThat(data.resolve("restore")).isEmptyDirectory();
    }

    @Test
    void keepsAnUploadUntilItIsDiscarded() throws IOException {
        var file = store.receive(new ByteArrayInputStream("zip".getBytes(StandardCharsets.UTF_8)));
        assertThat(file).hasContent("zip");

        store.tidy();

        assertThat(data.resolve("restore")).isEmptyDirectory();
    }

    private RestoreStore.Restore stage(Path zip) {
        return store.stage(zip, "upload", "ada", "1.0.0", new Quiet());
    }

    private void refuse(Path zip, String why) throws IOException {
        assertThatThrownBy(() -> stage(zip)).isInstanceOf(BackupException.class).hasMessageContaining(why);

        assertThat(store.pending()).isEmpty();
        assertThat(data.resolve("restore")).isEmptyDirectory();
        assertThat(DataFiles.read(data)).isEmpty();
    }

    private Path zip(Map<String, String> files) throws IOException {
        return zip("1.0.0", files);
    }

    private Path zip(String version, Map<String, String> files) throws IOException {
        var all = new LinkedHashMap<>(files);
        all.put("manifest.json", new String(manifest(version, files).json(), StandardCharsets.UTF_8));
        return raw(all);
    }

    private static BackupManifest manifest(String version, Map<String, String> files) {
        var entries = files.entrySet().stream()
                .map(file -> {
                    var digest = Digests.sha256();
                    digest.update(file.getValue().getBytes(StandardCharsets.UTF_8));
                    return new BackupManifest.Entry(
                            file.getKey(), file.getValue().length(), Digests.hex(digest));
                })
                .toList();
        return new BackupManifest(version, CREATED, 7, "hsqldb", List.of(), entries);
    }

    private Path raw(Map<String, String> files) throws IOException {
        var file = Files.createTempFile(directory, "made", ".zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var each : files.entrySet()) {
                var entry = new ZipEntry(each.getKey());
                var crc = new CRC32();
                crc.update(each.getValue().getBytes(StandardCharsets.UTF_8));
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.spi.ConfigurationChange;
import io.subrack.kernel.spi.ConfigurationRevision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The admin layer on disk, whatever happens. */
class ConfigurationHistoryTest {
    private static final Author ADA = new Author("ada", "user", "u1", "console", "r1", "::1");

    @TempDir
    Path data;

    private ConfigurationHistory open() {
        return open(new DiskFiles());
    }

    private ConfigurationHistory open(DurableFiles files) {
        return new ConfigurationHistory(data, files, secrets(files), Clock.systemUTC());
    }

    private SecretFiles secrets(DurableFiles files) {
        return new SecretFiles(null, data, files);
    }

    private static ConfigurationChange change(String pid, Map<String, Object> values) {
        return new ConfigurationChange(pid, Optional.of(values), Map.of(), ADA, "because");
    }

    @Test
    void keepsEachRevisionWithWhoAndWhy() {
        open().write(change("com.acme.a", Map.of("size", 1, "name", "x")));
        open().write(change("com.acme.b", Map.of("on", true)));
        open().write(change("com.acme.a", Map.of("size", 2L, "ports", List.of(1, 2), "names", List.of("a", "b"))));
        open().write(new ConfigurationChange("com.acme.a", Optional.empty(), Map.of(), ADA, ""));

        ConfigurationHistory history = open();

        assertThat(history.of("com.acme.a"))
                .extracting(ConfigurationRevision::number)
                .containsExactly(4L, 3L, 1L);
        ConfigurationRevision second = history.of("com.acme.a").get(1);
        assertThat(second.before()).contains(Map.of("size", 1, "name", "x"));
        assertThat(second.after()).contains(Map.of("size", 2L, "ports", List.of(1, 2), "names", List.of("a", "b")));
        assertThat(second.by()).isEqualTo(ADA);
        assertThat(second.reason()).isEqualTo("because");
        assertThat(history.newest("com.acme.a").orElseThrow().after()).isEmpty();
        assertThat(history.between(1, 3))
                .extracting(ConfigurationRevision::pid)
                .containsExactly("com.acme.b", "com.acme.a");
        assertThat(history.revision()).isEqualTo(4);
    }

    @Test
    void putsSealedTextsAwayWhereOnlyTheOwnerReads() throws IOException {
        ConfigurationRevision revision = open().write(new ConfigurationChange(
                "com.acme.a", Optional.of(Map.of("user", "joe")), Map.of("pass word", "hunter2"), ADA, ""));

        assertThat(revision.after()).contains(Map.of("user", "joe", "pass word", "$[secret:1~pass_word]"));
        assertThat(secrets(new DiskFiles()).secret("1~pass_word")).isEqualTo("hunter2");
        assertThat(Files.getPosixFilePermissions(data.resolve("secrets/1~pass_word")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(everythingBelow(data.resolve("configuration"))).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @EnumSource(PowerCut.Kind.class)
    void aPowerCutLeavesTheOldRevisionOrTheNew(PowerCut.Kind kind) throws IOException {
        boolean cut = true;
        for (int at = 1; cut; at++) {
            Path before = data;
            data = Files.createDirectory(before.resolve(kind + "-" + at));
            open().write(new ConfigurationChange(
                    "com.acme.a", Optional.of(Map.of("size", 1L)), Map.of("password", "old"), ADA, ""));
            boolean acknowledged = false;
            try {
                open(new PowerCut(kind, at))
                        .write(new ConfigurationChange(
                                "com.acme.a", Optional.of(Map.of("size", 2L)), Map.of("password", "new"), ADA, ""));
                acknowledged = true;
            } catch (PowerCut.Darkness e) {
                cut = true;
            }

            ConfigurationHistory after = open();
            long size = (Long) after.newest("com.acme.a")
                    .orElseThrow()
                    .after()
                    .orElseThrow()
                    .get("size");
            String reference = (String) after.newest("com.acme.a")
                    .orElseThrow()
                    .after()
                    .orElseThrow()
                    .get("password");
            assertThat(size).as("cut at %d", at).isIn(acknowledged ? List.of(2L) : List.of(1L, 2L));
            assertThat(new SecretReferences(secrets(new DiskFiles())).fill(reference))
                    .isEqualTo(size == 1 ? "old" : "new");
            assertThat(after.of("com.acme.a")).hasSize((int) size);

            ConfigurationRevision next = after.write(change("com.acme.b", Map.of("x", "y")));
            assertThat(next.number()).isGreaterThan(size);
            assertThat(open().of("com.acme.a")).hasSize((int) size);
            assertThat(open().of("com.acme.b")).hasSize(1);
            data = before;
            cut = !acknowledged;
        }
    }

    @Test
    void aDamagedFileIsToldAndNeverWrittenOver() throws IOException {
        open().write(change("com.acme.a", Map.of("size", 1L)));
        open().write(change("com.acme.b", Map.of("size", 1L)));
        Path file = data.resolve("configuration/com.acme.a.json");
        Files.writeString(file, "{\"format\": 1");

        ConfigurationHistory history = open();

        assertThat(history.newest("com.acme.a")).isEmpty();
        assertThat(history.newest("com.acme.b")).isPresent();
        assertThatThrownBy(() -> history.write(change("com.acme.a", Map.of())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is damaged");
        history.write(change("com.acme.b", Map.of()));
        assertThat(Files.list(data.resolve("configuration/revisions"))).hasSize(3);
    }

    @Test
    void refusesWhatIsNoPid() {
        assertThatThrownBy(() -> open().write(change("../../etc/passwd", Map.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String everythingBelow(Path directory) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}

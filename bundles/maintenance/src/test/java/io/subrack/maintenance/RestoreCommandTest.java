/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore while the platform is stopped. */
class RestoreCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path data;
    private BackupInfo backup;

    @BeforeEach
    void makeBackup() throws IOException {
        data = DataFiles.make(directory.resolve("data"));
        backup = new BackupStore(data)
                .make(new BackupContent(data, Optional.empty()), "1.0.0", Instant.now(), new Quiet());
    }

    @Test
    void leavesABackupForTheNextStart() {
        assertThat(run(backup.id())).isEqualTo(RestoreCommand.FINE);

        assertThat(said.toString()).contains("set 2, version 1.0.0", "The next start");
        assertThat(new RestoreStore(data).pending()).isPresent();
    }

    @Test
    void takesAFileFromElsewhere() throws IOException {
        var zip = Files.move(new BackupStore(data).file(backup.id()), directory.resolve("mine.zip"));

        assertThat(run(zip.toString())).isEqualTo(RestoreCommand.FINE);
    }

    @Test
    void refusesWhatIsNotThereAndWhatIsNoBackup() throws IOException {
        assertThat(run("nothing.zip")).isEqualTo(RestoreCommand.WRONG_USAGE);
        assertThat(run()).isEqualTo(RestoreCommand.WRONG_USAGE);
        assertThat(run(Files.writeString(directory.resolve("x.zip"), "x").toString()))
                .isEqualTo(RestoreCommand.FAILED);

        assertThat(said.toString()).contains("there is no file 'nothing.zip'", "usage:", "not a whole zip");
        assertThat(new RestoreStore(data).pending()).isEmpty();
    }

    @Test
    void leavesARunningPlatformAlone() throws IOException {
        try (var channel = FileChannel.open(data.resolve("lock"), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(run(backup.id())).isEqualTo(RestoreCommand.RUNS);
        }

        assertThat(said.toString()).contains("the platform runs");
    }

    private int run(String... arguments) {
        var out = new PrintStream(said, true);
        return new RestoreCommand(out, out)
                .run(Map.of("SUBRACK_DATA", data.toString(), "SUBRACK_VERSION", "1.0.0"), List.of(arguments));
    }
}

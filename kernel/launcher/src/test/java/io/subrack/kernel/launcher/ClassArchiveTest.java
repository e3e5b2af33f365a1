/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    Path directory;

    @Test
    void isUsedWhenTheProcessHasItMapped() throws IOException {
        Path archive = Files.createFile(directory.resolve("classes.jsa"));
        Path maps = Files.writeString(directory.resolve("maps"), "7f00-7f01 r--p 0 08:01 42 " + archive + "\n");

        assertThat(new ClassArchive(archive.toString(), null, maps).describe()).isEqualTo("used");
    }

    @Test
    void saysWhatTheJvmHadAgainstIt() throws IOException {
        Path archive = Files.createFile(directory.resolve("classes.jsa"));
        Path maps = Files.writeString(directory.resolve("maps"), "7f00-7f01 r--p 0 08:01 42 /usr/lib/libc.so\n");
        Files.writeString(
                directory.resolve("classes.jsa.log"),
                "[0.010s][info][cds] trying to map " + archive + "\n[0.011s][info][cds] shared class paths mismatch\n");

        assertThat(new ClassArchive(archive.toString(), null, maps).describe())
                .isEqualTo("not used because the JVM refused it: shared class paths mismatch");
    }

    @Test
    void saysWhyThereIsNone() {
        assertThat(new ClassArchive(null, "SUBRACK_ARCHIVE is off", directory).describe())
                .isEqualTo("not used because SUBRACK_ARCHIVE is off");
        assertThat(new ClassArchive(null, null, directory).describe()).contains("bin/subrack did not start this JVM");
        assertThat(new ClassArchive(directory + "/gone.jsa", null, directory).describe())
                .contains("gone.jsa is not there");
    }
}

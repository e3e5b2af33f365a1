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

        assertThat(new ClassArchive(archive.toString(), null, null, maps).describe())
                .isEqualTo("used");
    }

    @Test
    void saysWhatTheJvmHadAgainstIt() throws IOException {
        Path archive = Files.createFile(directory.resolve("classes.jsa"));
        Path maps = Files.writeString(directory.resolve("maps"), "7f00-7f01 r--p 0 08:01 42 /usr/lib/libc.so\n");
        Path log = Files.writeString(
                directory.resolve("archive.log"),
                "[info] trying to map " + archive
                        + "\n[info] UseSharedSpaces: A jar file is not the one used: x.jar\n");

        assertThat(new ClassArchive(archive.toString(), null, log.toString(), maps).describe())
                .startsWith("not used because the JVM refused it: A jar file is not the one used: x.jar; delete /");
    }

    @Test
    void saysHowToFindOutIfTheJvmSaidNothing() throws IOException {
        Path archive = Files.createFile(directory.resolve("classes.jsa"));
        Path maps = Files.createFile(directory.resolve("maps"));

        assertThat(new ClassArchive(archive.toString(), null, directory + "/none", maps).describe())
                .contains("the JVM refused", "SUBRACK_JAVA_OPTS");
    }

    @Test
    void saysWhyThereIsNone() {
        assertThat(new ClassArchive(null, "SUBRACK_ARCHIVE is off", null, directory).describe())
                .isEqualTo("not used because SUBRACK_ARCHIVE is off");
        assertThat(new ClassArchive(null, null, null, directory).describe())
                .contains("bin/subrack did not start this JVM");
        assertThat(new ClassArchive(directory + "/gone.jsa", null, null, directory).describe())
                .contains("gone.jsa is not there");
    }
}

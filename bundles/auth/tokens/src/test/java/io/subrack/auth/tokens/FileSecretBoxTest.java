/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSecretBoxTest {
    @TempDir
    Path directory;

    private Path file;
    private FileSecretBox box;

    @BeforeEach
    void make() {
        file = directory.resolve("auth").resolve("master.key");
        box = new FileSecretBox(file, () -> false);
    }

    @Test
    void opensWhatItSealedAlsoAfterAStart() {
        String sealed = box.seal("secret".getBytes(UTF_8), "totp:ada");

        assertThat(sealed).doesNotContain("secret");
        assertThat(box.open(sealed, "totp:ada")).asString(UTF_8).isEqualTo("secret");
        assertThat(new FileSecretBox(file, () -> true).open(sealed, "totp:ada"))
                .asString(UTF_8)
                .isEqualTo("secret");
    }

    @Test
    void sealsTheSameNeverInTheSameWay() {
        assertThat(box.seal(new byte[0], "a")).isNotEqualTo(box.seal(new byte[0], "a"));
    }

    @Test
    void refusesAnotherContext() {
        String sealed = box.seal("secret".getBytes(UTF_8), "totp:ada");

        assertThatThrownBy(() -> box.open(sealed, "totp:eve"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("totp:eve");
    }

    @Test
    void refusesWhatWasChangedCutOrIsSomethingElse() {
        String sealed = box.seal("secret".getBytes(UTF_8), "a");
        char other = sealed.charAt(10) == 'A' ? 'B' : 'A';

        for (String wrong : new String[] {
            sealed.substring(0, 10) + other + sealed.substring(11),
            sealed.substring(0, sealed.length() - 4),
            "v1.AAAA",
            "v2." + sealed.substring(3),
            "v1.?",
            ""
        }) {
            assertThatThrownBy(() -> box.open(wrong, "a")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesWhatAnotherKeyHasSealed() {
        String sealed = new FileSecretBox(directory.resolve("other.key"), () -> false).seal(new byte[5], "a");

        assertThatThrownBy(() -> box.open(sealed, "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheKeyForItsOwnerAlone() throws Exception {
        box.seal(new byte[1], "a");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).hasSize(44).endsWith("\n");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesToMakeANewKeyWhenSomethingNeedsTheOldOne() {
        FileSecretBox later = new FileSecretBox(file, () -> true);

        assertThatThrownBy(() -> later.seal(new byte[1], "a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is missing")
                .hasMessageContaining("backup");
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesAFileThatIsNoKey() throws Exception {
        Files.createDirectories(file.getParent());
        for (String wrong : new String[] {"", "short\n", "?".repeat(43)}) {
            Files.writeString(file, wrong);

            assertThatThrownBy(() -> box.seal(new byte[1], "a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not a key file");
        }
    }

    @Test
    void survivesAnEndInTheMiddleOfMakingTheFile() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file.resolveSibling("master.key.new"), "half");

        assertThat(box.open(box.seal(new byte[3], "a"), "a")).hasSize(3);
    }
}

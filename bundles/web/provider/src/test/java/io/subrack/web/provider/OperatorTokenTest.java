/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.web.provider.OperatorToken.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokenTest {
    @TempDir
    Path data;

    private Path file() {
        return data.resolve("operator-token");
    }

    @Test
    void makesALongSecretThatOnlyItsOwnerCanRead() throws IOException {
        OperatorToken.open(file());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file()).trim()).hasSize(43);
        assertThat(Files.list(data)).containsExactly(file());
    }

    @Test
    void keepsTheTokenThatIsThere() throws IOException {
        OperatorToken.open(file());
        String first = Files.readString(file());

        OperatorToken token = OperatorToken.open(file());

        assertThat(Files.readString(file())).isEqualTo(first);
        assertThat(token.check("Bearer " + first.trim())).isEqualTo(Verdict.VALID);
    }

    @Test
    void tellsMissingFromWrong() throws IOException {
        OperatorToken token = OperatorToken.open(file());
        String text = Files.readString(file()).trim();

        assertThat(token.check(null)).isEqualTo(Verdict.MISSING);
        assertThat(token.check("Basic " + text)).isEqualTo(Verdict.MISSING);
        assertThat(token.check("Bearer ")).isEqualTo(Verdict.MISSING);
        assertThat(token.check("Bearer x" + text)).isEqualTo(Verdict.INVALID);
        assertThat(token.check("Bearer " + text.substring(1))).isEqualTo(Verdict.INVALID);
        assertThat(token.check("bearer " + text)).isEqualTo(Verdict.VALID);
    }

    @Test
    void takesAReplacedTokenSoon() throws Exception {
        OperatorToken token = OperatorToken.open(file());
        String old = Files.readString(file()).trim();
        String fresh = "f".repeat(43);
        Path other = data.resolve("other");
        Files.writeString(other, fresh);
        Files.move(other, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        Door.await(() -> token.check("Bearer " + fresh) == Verdict.VALID);

        assertThat(token.check("Bearer " + old)).isEqualTo(Verdict.INVALID);
    }

    @Test
    void goesOnWithTheOldTokenWhenTheFileIsGone() throws Exception {
        OperatorToken token = OperatorToken.open(file());
        String text = Files.readString(file()).trim();
        Files.delete(file());
        Thread.sleep(1_100);

        assertThat(token.check("Bearer " + text)).isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesAFileWithoutASecret() throws IOException {
        Files.writeString(file(), "secret\n");

        assertThatThrownBy(() -> OperatorToken.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("delete it")
                .hasMessageNotContaining("secret\n");
    }
}

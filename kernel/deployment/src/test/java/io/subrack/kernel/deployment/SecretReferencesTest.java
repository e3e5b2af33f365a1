/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands for a secret, and what it leads to. */
class SecretReferencesTest {
    @TempDir
    Path home;

    private SecretFiles secrets;
    private SecretReferences references;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(home.resolve("config/secrets/db"));
        secrets = new SecretFiles(home.resolve("config"), home.resolve("data"), new DiskFiles());
        references = new SecretReferences(secrets);
    }

    private void file(String name, String text, String mode) throws IOException {
        Path file = Files.writeString(home.resolve("config/secrets").resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void fillsInFilesVariablesAndSecretsWhereverTheyStand() throws IOException {
        file("db/main", "s3$cret\n", "rw-------");
        secrets.put("key", "a\nb");

        assertThat(references.fill("jdbc:x?password=$[file:db/main]&k=$[secret:key]"))
                .isEqualTo("jdbc:x?password=s3$cret&k=a\nb");
        assertThat(references.fill("$[env:PATH]")).isEqualTo(System.getenv("PATH"));
        assertThat(references.fill("$[prop:other] $ [x] ${y}")).isEqualTo("$[prop:other] $ [x] ${y}");
    }

    @Test
    void saysWhyAReferenceLeadsNowhere() throws IOException {
        file("open", "x", "rw-r--r--");

        assertThatThrownBy(() -> references.fill("$[file:open]")).hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> references.fill("$[file:none]")).hasMessageContaining("there is no file");
        assertThatThrownBy(() -> references.fill("$[file:../../etc/passwd]"))
                .hasMessageContaining("must name a file below");
        assertThatThrownBy(() -> references.fill("$[secret:none]")).hasMessageContaining("there is no secret 'none'");
        assertThat(references.faults("$[env:NO_SUCH_VARIABLE_1] $[secret:a]")).hasSize(2);
        assertThat(references.faults("$[env:PATH]")).isEmpty();
    }

    @Test
    void listsAndDeletesWhatWasSetByName() throws IOException {
        secrets.put("b", "1");
        secrets.put("a", "2");
        secrets.put("12~password", "3");

        assertThat(secrets.names()).containsExactly("a", "b");
        assertThat(secrets.delete("a")).isTrue();
        assertThat(secrets.delete("a")).isFalse();
        assertThat(secrets.names()).containsExactly("b");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken out of a support zip. */
class RedactionTest {
    @TempDir
    Path directory;

    @Test
    void takesOutWhatTheInstallationKeepsSecret() throws IOException {
        DataFiles.write(
                directory,
                Map.of(
                        "data/secrets/db", "correct horse\n",
                        "data/auth/master.key", "bWFzdGVy",
                        "config/secrets/deep/er", "battery \"staple\""));
        var redaction = Redaction.of(directory.resolve("data"), directory.resolve("config"));

        assertThat(redaction.apply("log: correct horse, bWFzdGVy; {\"x\":\"battery \\\"staple\\\"\"}"))
                .isEqualTo("log: ***, ***; {\"x\":\"***\"}");
        assertThat(redaction.toString()).doesNotContain("horse");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer abcdefgh | Authorization: Bearer ***",
                "password=hunter22 and more | password=*** and more",
                "{\"clientSecret\":\"hunter22\"} | {\"clientSecret\":\"***\"}",
                "jdbc:x://me:hunter22@host/db | jdbc:x://me:***@host/db",
                "srk_0123456789012345678901234567890123456789012 | ***",
                "a eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln b | a *** b",
                "-----BEGIN PRIVATE KEY----- MIIB | ***",
                "password.file=$[secret:db] | password.file=$[secret:db]",
                "nothing of that kind | nothing of that kind"
            })
    void takesOutWhatLooksLikeASecret(String text, String clean) {
        assertThat(new Redaction(Set.of()).apply(text)).isEqualTo(clean);
    }

    @Test
    void takesOutNothingThatIsFoundByChance() throws IOException {
        Files.createDirectories(directory.resolve("data/secrets"));
        Files.writeString(directory.resolve("data/secrets/pin"), "123");

        assertThat(Redaction.of(directory.resolve("data"), directory.resolve("config"))
                        .apply("in 1234 ms"))
                .isEqualTo("in 1234 ms");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    @TempDir
    Path data;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void saysThatTheLogIsIntact() {
        try (var log = new TestLog(data).append(20)) {
            assertThat(run("verify", log.head().toString())).isZero();
            assertThat(text()).contains("records:  20 in", "newest:   " + log.head(), "The audit log is intact.");
        }
    }

    @Test
    void namesTheFirstBrokenLink() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            log.editLine(0, 1, line -> line.replace("ada", "eve"));

            assertThat(run("verify")).isEqualTo(8);
            assertThat(text()).contains("BROKEN:   audit-0000000000000001.jsonl line 2, record 2: its content");
        }
    }

    @Test
    void saysWhatIsWrongWithItsUse() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("verify")).isEqualTo(2);
        assertThat(text()).contains("usage: subrack audit verify", "there is no audit log in");
        new TestLog(data).append(1).close();
        assertThat(run("verify", "12")).isEqualTo(2);
        assertThat(text()).contains("<sequence>:<hash>");
    }

    private int run(String... arguments) {
        var stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        return new AuditCommand(stream, stream).run(data, List.of(arguments));
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }
}

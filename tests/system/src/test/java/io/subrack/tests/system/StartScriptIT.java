/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/subrack} meets on machines of others. */
@Tag("jvm")
class StartScriptIT {
    /** The shell makes the directory, because this JVM may have no locale for its name either. */
    private static final String ELSEWHERE =
            "d=$1/$(printf 'zw\\303\\266lf Monde') && mkdir \"$d\" && cp -R \"$2\" \"$d/subrack\""
                    + " && unset LANG LC_ALL LC_CTYPE && SUBRACK_ARCHIVE=off \"$d/subrack/bin/subrack\" bundle --help";

    @Test
    void runsWithoutALocaleInADirectoryWithLettersAndBlanks(@TempDir Path directory) throws Exception {
        Path home = SharedSubrack.fresh("StartScriptIT-home").distribution().home();
        Path log = directory.resolve("log");

        Process shell = new ProcessBuilder(List.of("sh", "-c", ELSEWHERE, "sh", directory.toString(), home.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(shell.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(log)).startsWith("Usage: subrack bundle");
        assertThat(shell.exitValue()).isZero();
    }

    @Test
    void endsWhenItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Subrack subrack = SharedSubrack.fresh("StartScriptIT")) {
            String port = String.valueOf(taken.getLocalPort());
            subrack.set("io.subrack.web", "port", port);

            Process process = subrack.launch();

            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(Files.readString(subrack.log()))
                    .contains("subrack: Nothing can be served: port " + port + " of 127.0.0.1 is taken")
                    .contains("Set host and port in config/io.subrack.web.properties");
            assertThat(process.exitValue()).isEqualTo(4);
        }
    }
}

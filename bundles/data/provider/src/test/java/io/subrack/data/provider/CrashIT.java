/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process that dies leaves behind. */
@Timeout(600)
class CrashIT {
    private static final int ROUNDS = Math.min(20, Integer.getInteger("subrack.kill.rounds", 4));

    @TempDir
    Path data;

    @Test
    void losesNoCommitThatWasAcknowledgedBeforeAKill() throws Exception {
        long next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Process process = start("", next, 10);
            long acknowledged = next - 1;
            try (BufferedReader told = process.inputReader()) {
                for (int i = 0; i < 50 + 37 * round; i++) {
                    acknowledged = Long.parseLong(told.readLine());
                }
                process.toHandle().destroyForcibly(); // what it said before can still be read
                for (String more = told.readLine(); more != null; more = told.readLine()) {
                    acknowledged = Long.parseLong(more);
                }
            }
            process.waitFor(2, TimeUnit.MINUTES);

            next = check(acknowledged) + 1;
        }
    }

    /** A file that may not grow is what a full disk looks like. */
    @Test
    void losesNothingAndGoesOnWhenThereIsRoomAgain() throws Exception {
        Process process = start("ulimit -f 1500; ", 0, 2000);
        List<String> told = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(told::add);
        }

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(told.get(told.size() - 1)).startsWith("failed ");
        long acknowledged = Long.parseLong(told.get(told.size() - 2));
        assertThat(acknowledged).isGreaterThan(100);
        check(acknowledged);
        try (var host = SchemaHost.of(Settings.embedded(data.resolve("db")));
                Connection connection = source(host).getConnection()) {
            assertThat(connection.createStatement().executeUpdate("INSERT INTO n VALUES (-1, '')"))
                    .isEqualTo(1);
        }
    }

    private Process start(String limit, long first, int padding) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        "bash",
                        "-c",
                        limit + "exec \"$@\"",
                        "bash",
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dlogback.configurationFile=" + quietLog(),
                        Committer.class.getName(),
                        data.resolve("db").toString(),
                        Long.toString(first),
                        Integer.toString(padding))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Path quietLog() throws IOException {
        return Files.writeString(data.resolve("logback.xml"), "<configuration><root level=\"OFF\" /></configuration>");
    }

    private javax.sql.DataSource source(SchemaHost host) {
        return host.open(Committer.REQUEST, () -> Committer.SCRIPTS).dataSource();
    }

    /** Returns the greatest number that is there. */
    private long check(long acknowledged) throws SQLException {
        try (var host = SchemaHost.of(Settings.embedded(data.resolve("db")));
                Connection connection = source(host).getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SELECT MAX(x), COUNT(*) FROM n")) {
            rows.next();
            assertThat(rows.getLong(1)).isGreaterThanOrEqualTo(acknowledged);
            assertThat(rows.getLong(2)).isEqualTo(rows.getLong(1) + 1);
            return rows.getLong(1);
        }
    }
}

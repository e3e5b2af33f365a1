/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.data.api.DataException;
import io.subrack.data.api.DataSources;
import io.subrack.data.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PostgresOutageTest {
    private static final DataRequest REQUEST = new DataRequest("com.acme.a", new SchemaName("outage"), "none");
    private static final Scripts SCRIPTS = Scripts.of(Map.of("V1__a.sql", "CREATE TABLE t (x INTEGER);"));

    @TempDir
    Path data;

    @Test
    void failsFastWhileTheServerIsDownAndRecoversByItself() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                SchemaHost host = SchemaHost.of(Settings.embedded(data).at(server.url(), server.user(), ""))) {
            DataSource source = host.open(REQUEST, () -> SCRIPTS).dataSource();
            insert(source);

            server.stop();
            breaks(source);
            Duration first = fails(source);
            Duration next = fails(source);
            Result health = new DatabaseHealth(host).execute();
            server.launch();

            assertThat(first).isLessThan(Duration.ofSeconds(4));
            assertThat(next).isLessThan(Duration.ofMillis(1500));
            assertThat(health.getStatus()).isEqualTo(Result.Status.WARN);
            recovers(source);
            assertThat(new DatabaseHealth(host).execute().getStatus()).isEqualTo(Result.Status.OK);
        }
    }

    @Test
    void appliesTheMigrationsLaterWhenTheServerWasDownAtTheStart() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                SchemaHost host = SchemaHost.of(Settings.embedded(data).at(server.url(), server.user(), ""))) {
            server.stop();
            DataSource source = host.open(REQUEST, () -> SCRIPTS).dataSource();
            fails(source);

            server.launch();

            recovers(source);
        }
    }

    @Test
    void readsThePasswordFromItsFileAndTellsItNobody() throws Exception {
        Path file = Files.writeString(data.resolve("password"), "hunter2-secret\n");
        Settings settings = Settings.embedded(data).at("jdbc:postgresql://127.0.0.1:1/x", "ada", file.toString());

        assertThat(settings.toString()).doesNotContain("hunter2-secret");
        try (SchemaHost host = SchemaHost.of(settings)) {
            assertThatThrownBy(() -> host.open(REQUEST, () -> SCRIPTS).makeReady())
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2-secret"));
        }
        assertThatThrownBy(() -> SchemaHost.of(
                        Settings.embedded(data).at("jdbc:postgresql://db/x?ssl=true&password=p", "ada", "")))
                .hasMessageContaining("password.file")
                .hasMessageNotContaining("password=p");
    }

    @Test
    void leavesBackupsToPostgres() {
        try (SchemaHost host = SchemaHost.of(Settings.embedded(data).at("jdbc:postgresql://db/x", "ada", ""))) {
            assertThatThrownBy(() -> new BundleSchemas(host, Set::of, Clock.systemUTC()).backup())
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("pg_dump");
        }
    }

    /** A connection that was used just now is given out unseen. */
    private static void breaks(DataSource source) {
        assertThatThrownBy(() -> insert(source))
                .satisfies(e -> assertThat(DataSources.isUnavailable(e)).isTrue());
    }

    private static Duration fails(DataSource source) {
        long begun = System.nanoTime();
        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .satisfies(e -> assertThat(DataSources.isUnavailable(e)).isTrue());
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static void recovers(DataSource source) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                insert(source);
                return;
            } catch (SQLTransientConnectionException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static void insert(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.createStatement().executeUpdate("INSERT INTO t VALUES (1)");
        }
    }
}

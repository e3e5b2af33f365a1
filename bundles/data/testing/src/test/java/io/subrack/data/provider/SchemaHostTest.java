/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.data.api.DataSources;
import io.subrack.data.testing.DatabaseKind;
import io.subrack.data.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on each database. */
class SchemaHostTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Settings SETTINGS =
            Settings.embedded(Path.of("unused")).bounded(3, 5, Duration.ofMillis(500));
    private static final String V1 = "CREATE TABLE t (x INTEGER PRIMARY KEY);";
    private static final String V2 = "ALTER TABLE t ADD COLUMN y INTEGER;";

    private final String schema = "h" + ProcessHandle.current().pid() + "_" + NAMES.incrementAndGet();
    private final List<String> made = new ArrayList<>(List.of(schema));
    private SchemaHost host;

    private void start(DatabaseKind kind) {
        host = switch (kind) {
            case HSQLDB -> new SchemaHost(SETTINGS, EmbeddedDatabase.inMemory());
            case POSTGRESQL -> {
                PostgresServer server = PostgresServer.shared();
                yield SchemaHost.of(SETTINGS.at(server.url(), server.user(), ""));
            }
        };
    }

    @AfterEach
    void close() throws SQLException {
        if (host != null) {
            for (String name : made) {
                host.drop(name);
            }
            host.close();
        }
    }

    private BundleDatabase open(String name, String bundle, Map<String, String> scripts) {
        return host.open(new DataRequest(bundle, new SchemaName(name), "none"), () -> Scripts.of(scripts));
    }

    private BundleDatabase open(Map<String, String> scripts) {
        return open(schema, "com.acme.a", scripts);
    }

    private static int number(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void appliesMigrationsOnceInTheirOrder(DatabaseKind kind) throws SQLException {
        start(kind);

        open(Map.of("V1__a.sql", V1)).makeReady();
        open(Map.of("V1__a.sql", V1, "V2__b.sql", V2)).makeReady();
        DataSource source = open(Map.of("V1__a.sql", V1, "V2__b.sql", V2)).dataSource();

        assertThat(number(source, "SELECT COUNT(y) FROM t")).isZero();
        assertThat(number(source, "SELECT COUNT(*) FROM \"flyway_schema_history\" WHERE \"version\" IS NOT NULL"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void givesNoConnectionWhenAMigrationFailsAndLeavesNothingOfIt(DatabaseKind kind) throws SQLException {
        start(kind);
        DataSource before = open(Map.of("V1__a.sql", V1)).dataSource();
        assertThat(number(before, "SELECT COUNT(*) FROM t")).isZero();

        DataSource broken = open(Map.of("V1__a.sql", V1, "V2__b.sql", V2 + "\n\nINSERT INTO nowhere VALUES (1);"))
                .dataSource();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(broken::getConnection)
                    .hasMessageContaining("a migration of com.acme.a failed: V2__b.sql, line 3: ")
                    .message()
                    .containsIgnoringCase("nowhere");
            assertThatThrownBy(broken::getConnection)
                    .satisfies(e -> assertThat(DataSources.isUnavailable(e)).isFalse());
        }
        assertThatThrownBy(() -> number(before, "SELECT COUNT(y) FROM t")).isInstanceOf(SQLException.class);
        DataSource mended = open(Map.of("V1__a.sql", V1, "V2__b.sql", V2)).dataSource();
        assertThat(number(mended, "SELECT COUNT(y) FROM t")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoSchemaWhenTheFirstMigrationFails(DatabaseKind kind) throws SQLException {
        start(kind);

        assertThatThrownBy(() -> open(Map.of("V1__a.sql", V1 + "\nNONSENSE;")).makeReady())
                .hasMessageContaining("V1__a.sql, line 2");

        assertThat(host.database().entries())
                .extracting(entry -> entry.schema().value())
                .doesNotContain(schema);
        open(Map.of("V1__a.sql", V1)).makeReady();
    }

    @ParameterizedTest
    @EnumSource
    void letsAnOlderVersionRunOnNewerMigrations(DatabaseKind kind) throws SQLException {
        start(kind);
        open(Map.of("V1__a.sql", V1, "V2__b.sql", V2)).makeReady();

        DataSource older = open(Map.of("V1__a.sql", V1)).dataSource();

        assertThat(number(older, "SELECT COUNT(*) FROM t")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAMigrationThatWasChangedAfterItWasApplied(DatabaseKind kind) throws SQLException {
        start(kind);
        open(Map.of("V1__a.sql", V1)).makeReady();

        assertThatThrownBy(() -> open(Map.of("V1__a.sql", V1 + " -- changed")).makeReady())
                .hasMessageContaining("checksum mismatch");
    }

    @ParameterizedTest
    @EnumSource
    void keepsASchemaForTheBundleThatMadeIt(DatabaseKind kind) throws SQLException {
        start(kind);
        open(Map.of("V1__a.sql", V1)).makeReady();

        assertThatThrownBy(() -> open(schema, "com.acme.b", Map.of()).makeReady())
                .hasMessageContaining("the schema " + schema + " belongs to com.acme.a");
    }

    @ParameterizedTest
    @EnumSource
    void showsTheSameTablesToEachBundleUnderItsOwnSchema(DatabaseKind kind) throws SQLException {
        start(kind);
        made.add(schema + "b");
        DataSource one =
                open(Map.of("V1__a.sql", V1 + "INSERT INTO t VALUES (1);")).dataSource();
        DataSource other =
                open(schema + "b", "com.acme.b", Map.of("V1__a.sql", V1)).dataSource();

        assertThat(number(one, "SELECT COUNT(*) FROM t")).isEqualTo(1);
        assertThat(number(other, "SELECT COUNT(*) FROM t")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void appliesMigrationsOnceWhenManyWantAConnectionAtOnce(DatabaseKind kind) throws Exception {
        start(kind);
        BundleDatabase one = open(Map.of("V1__a.sql", V1));
        BundleDatabase other = open(Map.of("V1__a.sql", V1));
        var threads = Executors.newFixedThreadPool(8);

        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            DataSource source = (i % 2 == 0 ? one : other).dataSource();
            calls.add(() -> number(source, "SELECT COUNT(*) FROM t"));
        }
        List<Future<Integer>> counts = threads.invokeAll(calls);

        for (Future<Integer> count : counts) {
            assertThat(count.get()).isZero();
        }
        threads.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void failsFastWhenAllConnectionsOfASchemaAreInUse(DatabaseKind kind) throws SQLException {
        start(kind);
        DataSource source = open(Map.of("V1__a.sql", V1)).dataSource();
        var taken = new ArrayList<Connection>();
        for (int i = 0; i < 3; i++) {
            taken.add(source.getConnection());
        }

        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("became free within 500 ms; 3 are in use");

        for (Connection connection : taken) {
            connection.close();
        }
        source.getConnection().close();
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheConnectionsOfAllSchemasTogether(DatabaseKind kind) throws Exception {
        start(kind);
        made.add(schema + "b");
        DataSource one = open(Map.of("V1__a.sql", V1)).dataSource();
        DataSource other =
                open(schema + "b", "com.acme.b", Map.of("V1__a.sql", V1)).dataSource();
        var taken = new ArrayList<Connection>();
        for (int i = 0; i < 3; i++) {
            taken.add(one.getConnection());
        }
        taken.add(other.getConnection());
        taken.add(other.getConnection());

        assertThatThrownBy(other::getConnection).isInstanceOf(SQLTransientConnectionException.class);

        taken.remove(0).close();
        taken.add(other.getConnection()); // an idle connection of the one made room for the other
        for (Connection connection : taken) {
            connection.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesTheConnectionsOfABundleThatStops(DatabaseKind kind) throws SQLException {
        start(kind);
        BundleDatabase database = open(Map.of("V1__a.sql", V1));
        database.dataSource().getConnection().close();

        database.close();

        assertThat(host.pools()).isEmpty();
        assertThatThrownBy(() -> database.dataSource().getConnection()).hasMessageContaining("com.acme.a was stopped");
    }

    @ParameterizedTest
    @EnumSource
    void tellsSizesAndConnections(DatabaseKind kind) throws SQLException {
        start(kind);
        DataSource source =
                open(Map.of("V1__a.sql", V1 + "INSERT INTO t VALUES (1);")).dataSource();
        var schemas = new BundleSchemas(host, () -> java.util.Set.of("com.acme.a"), java.time.Clock.systemUTC());

        try (Connection connection = source.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
            assertThat(schemas.list())
                    .filteredOn(info -> info.name().equals(schema))
                    .singleElement()
                    .satisfies(info -> {
                        assertThat(info.bytes()).isGreaterThanOrEqualTo(kind == DatabaseKind.HSQLDB ? -1 : 1);
                        assertThat(info.activeConnections()).isEqualTo(1);
                    });
            assertThat(new PoolMeasurements(host).measurements())
                    .anySatisfy(value -> assertThat(value.labels()).containsEntry("state", "active"));
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.data.api.DataException;
import io.subrack.data.api.SchemaInfo.State;
import io.subrack.data.provider.History.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hsqldb.jdbc.JDBCDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedDatabaseIT {
    private static final SchemaName ORDERS = new SchemaName("orders");

    @TempDir
    Path data;

    private SchemaHost host;

    @BeforeEach
    void open() {
        host = SchemaHost.of(Settings.embedded(data.resolve("db")));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private static DataSource schema(SchemaHost host, String name) {
        return host.open(new DataRequest("com.acme." + name, new SchemaName(name), "none"), Scripts::none)
                .dataSource();
    }

    private static void run(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int number(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void opensNothingBeforeItIsNeeded() {
        schema(host, "orders");

        assertThat(data.resolve("db")).doesNotExist();
    }

    @Test
    void keepsWhatWasWrittenOverARestart() throws SQLException {
        run(schema(host, "orders"), "CREATE TABLE t (x INTEGER)", "INSERT INTO t VALUES (42)");
        host.close();

        try (SchemaHost again = SchemaHost.of(Settings.embedded(data.resolve("db")))) {
            assertThat(number(schema(again, "orders"), "SELECT x FROM t")).isEqualTo(42);
        }
    }

    @Test
    void makesTablesThatNeedNotFitIntoMemory() throws SQLException {
        DataSource orders = schema(host, "orders");

        run(orders, "CREATE TABLE t (x INTEGER)");

        assertThat(number(
                        orders,
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SYSTEM_TABLES WHERE TABLE_NAME = 'T'"
                                + " AND HSQLDB_TYPE = 'CACHED'"))
                .isEqualTo(1);
    }

    @Test
    void writesEachCommitBeforeItIsAcknowledged() throws SQLException {
        schema(host, "orders").getConnection().close();

        try (Connection connection = host.database().administer();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT PROPERTY_VALUE FROM INFORMATION_SCHEMA.SYSTEM_PROPERTIES"
                                + " WHERE PROPERTY_NAME = 'hsqldb.write_delay'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("false");
        }
    }

    @Test
    void letsABundleUseItsSchemasNameInSql() throws SQLException {
        DataSource orders = schema(host, "orders");

        run(orders, "CREATE TABLE orders.t (x INTEGER)", "INSERT INTO t VALUES (1)");

        assertThat(number(orders, "SELECT COUNT(*) FROM orders.t")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM shop.secrets",
                "SELECT * FROM PUBLIC.SUBRACK_SCHEMAS",
                "DROP SCHEMA shop CASCADE",
                "CREATE TABLE shop.mine (x INTEGER)",
                "CREATE USER eve PASSWORD 'eve'",
                "ALTER USER SA SET PASSWORD 'x'",
                "SET SCHEMA shop; SELECT * FROM secrets",
                "ALTER USER SHOP SET PASSWORD 'x'",
                "GRANT DBA TO orders",
                "SHUTDOWN",
                "CHECKPOINT",
                "SCRIPT '/tmp/subrack-should-not-exist.sql'",
                "BACKUP DATABASE TO '/tmp/subrack-should-not-exist/' BLOCKING",
                "SET DATABASE TRANSACTION CONTROL LOCKS",
                "SET FILES WRITE DELAY 10",
                "CREATE TEXT TABLE x (a VARCHAR(100))",
                "CREATE TEMP TEXT TABLE x (a VARCHAR(100))",
                "CALL \"java.lang.System.exit\"(1)",
                "CALL \"java.lang.System.getProperty\"('user.home')",
                "CREATE FUNCTION f(v VARCHAR(100)) RETURNS VARCHAR(100) LANGUAGE JAVA DETERMINISTIC NO SQL"
                        + " EXTERNAL NAME 'CLASSPATH:java.lang.System.getProperty'",
                "CALL LOAD_FILE('/etc/passwd')",
            })
    void keepsABundleInItsOwnSchema(String hostile) throws SQLException {
        run(schema(host, "shop"), "CREATE TABLE secrets (x INTEGER)");
        DataSource orders = schema(host, "orders");
        run(orders, "CREATE TABLE t (x INTEGER)");

        assertThatThrownBy(() -> run(orders, hostile.split("; "))).isInstanceOf(SQLException.class);
        assertThat(number(schema(host, "shop"), "SELECT COUNT(*) FROM secrets")).isZero();
    }

    @Test
    void tellsABundleTheNameOfNoOtherUser() throws SQLException {
        schema(host, "shop").getConnection().close();
        DataSource orders = schema(host, "orders");

        for (String table : new String[] {
            "SYSTEM_USERS", "SYSTEM_SESSIONS", "AUTHORIZATIONS", "SCHEMATA", "ADMINISTRABLE_ROLE_AUTHORIZATIONS"
        }) {
            try (Connection connection = orders.getConnection();
                    ResultSet rows =
                            connection.createStatement().executeQuery("SELECT * FROM INFORMATION_SCHEMA." + table)) {
                String own = connection.getMetaData().getUserName();
                while (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        String text = String.valueOf(rows.getString(i));
                        assertThat(text.startsWith("U_") && !text.equals(own))
                                .as(table + ": " + text)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void letsABundleInThatChangedItsPassword() throws SQLException {
        DataSource orders = schema(host, "orders");
        run(orders, "CREATE TABLE t (x INTEGER)", "SET PASSWORD 'mine'");
        host.close();

        try (SchemaHost again = SchemaHost.of(Settings.embedded(data.resolve("db")))) {
            assertThat(number(schema(again, "orders"), "SELECT COUNT(*) FROM t"))
                    .isZero();
        }
    }

    @Test
    void givesNobodyAnEmptyPassword() throws SQLException {
        schema(host, "orders").getConnection().close();

        for (String user : new String[] {"SA", "ORDERS"}) {
            var source = new JDBCDataSource();
            source.setURL("jdbc:hsqldb:file:" + data.resolve("db/subrack"));
            source.setUser(user);
            source.setPassword("");
            assertThatThrownBy(source::getConnection).hasMessageContaining("authorization");
        }
    }

    @Test
    void keepsItsFilesFromOtherUsers() throws Exception {
        schema(host, "orders").getConnection().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("db"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("db/subrack.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void writesNoPasswordIntoItsFiles() throws Exception {
        run(schema(host, "orders"), "CREATE TABLE t (x INTEGER)");
        String key = Files.readString(data.resolve("db/subrack.key")).strip();
        host.close();

        for (Path file : files(data.resolve("db"))) {
            if (!file.endsWith("subrack.key")) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(key);
            }
        }
    }

    @Test
    void saysSoWhenItsKeyIsLost() throws Exception {
        run(schema(host, "orders"), "CREATE TABLE t (x INTEGER)");
        host.close();
        Files.delete(data.resolve("db/subrack.key"));

        try (SchemaHost again = SchemaHost.of(Settings.embedded(data.resolve("db")))) {
            assertThatThrownBy(() -> schema(again, "orders").getConnection())
                    .hasMessageContaining("has lost its key: restore subrack.key from a backup");
        }
    }

    @Test
    void isRestoredFromABackupThatWasMadeWhileItWasWritten() throws Exception {
        DataSource orders = schema(host, "orders");
        run(orders, "CREATE TABLE t (x INTEGER PRIMARY KEY)");
        for (int i = 0; i < 100; i++) {
            run(orders, "INSERT INTO t VALUES (" + i + ")");
        }
        var writing = new Thread(() -> write(orders, 100, 300));
        writing.start();

        Path copy = new BundleSchemas(host, Set::of, Clock.systemUTC()).backup();

        writing.join();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rwx------");
        assertThat(files(copy))
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        Path fresh = Files.createDirectory(data.resolve("fresh")).resolve("db");
        Files.move(copy, fresh);
        try (SchemaHost restored = SchemaHost.of(Settings.embedded(fresh))) {
            assertThat(number(schema(restored, "orders"), "SELECT COUNT(*) FROM t"))
                    .isBetween(100, 300);
            assertThat(number(schema(restored, "orders"), "SELECT MAX(x) + 1 - COUNT(*) FROM t"))
                    .isZero();
            run(schema(restored, "orders"), "INSERT INTO t VALUES (1000)");
        }
    }

    private static void write(DataSource source, int from, int to) {
        try {
            for (int i = from; i < to; i++) {
                run(source, "INSERT INTO t VALUES (" + i + ")");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void leavesNothingOfABackupThatFails() throws Exception {
        run(schema(host, "orders"), "CREATE TABLE t (x INTEGER)");
        Files.writeString(data.resolve("backup"), "in the way");

        assertThatThrownBy(() -> new BundleSchemas(host, Set::of, Clock.systemUTC()).backup())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("could not be copied");
    }

    @Test
    void listsSchemasAndDropsOrphansOnly() throws SQLException {
        run(schema(host, "shop"), "CREATE TABLE t (x INTEGER)");
        BundleDatabase gone =
                host.open(new DataRequest("com.acme.gone", new SchemaName("gone"), "none"), Scripts::none);
        run(gone.dataSource(), "CREATE TABLE t (x INTEGER)");
        gone.close();
        var schemas = new BundleSchemas(host, () -> Set.of("com.acme.shop"), Clock.systemUTC());

        assertThat(schemas.list())
                .extracting(info -> info.name() + " " + info.state())
                .containsExactly("gone " + State.ORPHANED, "shop " + State.IN_USE);
        assertThatThrownBy(() -> schemas.drop("shop")).hasMessageContaining("which is installed");
        assertThatThrownBy(() -> schemas.drop("x'; DROP")).hasMessageContaining("There is no schema");
        schemas.drop("gone");
        assertThat(schemas.list()).extracting(info -> info.name()).containsExactly("shop");
    }

    /** The proof that a start may decide without Flyway: what it wrote is what we compute. */
    @Test
    void computesTheChecksumsThatFlywayWrites() throws Exception {
        var scripts = Scripts.of(Map.of(
                "V1__one.sql", "\uFEFFCREATE TABLE a (x INTEGER);\r\n-- \u00fcmlaut\r\n",
                "V1_2__two_words.sql", "CREATE TABLE b (x INTEGER);\n\n\n",
                "V003__three.sql", "CREATE TABLE c (x INTEGER)",
                "R__again.sql", "DELETE FROM a;\rDELETE FROM b;"));
        try (var database = EmbeddedDatabase.inMemory()) {
            database.prepare(ORDERS, "com.acme.orders");

            new FlywayRunner(database.source(ORDERS), "ORDERS").migrate(scripts, false);

            try (Connection connection = database.source(ORDERS).getConnection()) {
                assertThat(History.read(connection).orElseThrow().standing(scripts))
                        .isEqualTo(Standing.CURRENT);
            }
        }
    }

    private static java.util.List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}

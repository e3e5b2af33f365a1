/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.testing;

import io.subrack.data.provider.SchemaHost;
import io.subrack.data.provider.Settings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database for one test, with the platform's own code for schemas, pools and migrations. Nothing of it is left when it is
 * closed.
 * <pre>{@code
 * try (TestDatabase database = TestDatabase.of(DatabaseKind.HSQLDB)) {
 *     DataSource source = database.open(SqlUserStore.class);
 * }
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
    private static final String MIGRATIONS = "db/migration";
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final DatabaseKind kind;
    private final SchemaHost host;
    private final List<String> schemas = new ArrayList<>();

    private TestDatabase(DatabaseKind kind, SchemaHost host) {
        this.kind = kind;
        this.host = host;
    }

    /**
     * Returns a fresh database: HSQLDB in memory, or new schemas on a PostgreSQL server that all tests of this JVM share.
     *
     * @throws org.opentest4j.TestAbortedException if there is no PostgreSQL server and none is required
     */
    public static TestDatabase of(DatabaseKind kind) {
        return switch (kind) {
            case HSQLDB -> new TestDatabase(kind, SchemaHost.inMemory());
            case POSTGRESQL -> {
                PostgresServer server = PostgresServer.shared();
                yield new TestDatabase(
                        kind, SchemaHost.of(Settings.embedded(Path.of("unused")).at(server.url(), server.user(), "")));
            }
        };
    }

    /** Returns HSQLDB in a directory, as the platform has it below its data directory; it stays when this is closed. */
    public static TestDatabase hsqldbIn(Path directory) {
        return new TestDatabase(DatabaseKind.HSQLDB, SchemaHost.of(Settings.embedded(directory)));
    }

    public DatabaseKind kind() {
        return kind;
    }

    /** Opens a new schema and applies the migrations in {@code db/migration} of the module that {@code anchor} is in. */
    public DataSource open(Class<?> anchor) {
        return open(anchor, MIGRATIONS);
    }

    /** Opens a new schema and applies the migrations in a folder of the module that {@code anchor} is in. */
    public DataSource open(Class<?> anchor, String folder) {
        String schema = "t" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        schemas.add(schema);
        return open(schema, anchor, folder);
    }

    /** Opens a schema of that name, which may be there already, and applies migrations. */
    public DataSource open(String schema, Class<?> anchor, String folder) {
        try {
            return host.open(schema, "test." + kind.name().toLowerCase(Locale.ROOT), anchor, folder);
        } catch (SQLException e) {
            throw new AssertionError("no schema for the test: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            if (kind == DatabaseKind.POSTGRESQL) {
                for (String schema : schemas) {
                    host.drop(schema);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError("a schema of the test cannot be dropped", e);
        } finally {
            host.close();
        }
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}

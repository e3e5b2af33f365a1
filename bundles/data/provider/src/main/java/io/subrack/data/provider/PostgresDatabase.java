/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a PostgreSQL server. All schemas are reached as one user; each connection's search path is one schema. */
final class PostgresDatabase implements Database {
    /** One platform at a time makes or drops schemas; any number that nobody else takes. */
    private static final long LOCK = 0x5375_6272_6163_6b31L;

    private static final Pattern SECRET = Pattern.compile("[?&](password|user|sslpassword)=", Pattern.CASE_INSENSITIVE);

    private final Settings settings;
    private final Registry registry = new Registry("CREATE TABLE", "subrack.schemas");
    private volatile boolean registryExists;

    PostgresDatabase(Settings settings) {
        if (SECRET.matcher(settings.url()).find()) {
            throw new IllegalArgumentException(
                    "the address must not hold a user or a password; there are user and password.file for that");
        }
        this.settings = settings;
        source("public"); // says at once when the address is not one
    }

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public String describe() {
        return "PostgreSQL at " + settings.url().replaceFirst("\\?.*", "");
    }

    @Override
    public boolean undoesFailedMigrations() {
        return true;
    }

    @Override
    public Connection administer() throws SQLException {
        return new PlainSource(() -> connect("public")).getConnection();
    }

    private PGSimpleDataSource source(String schema) {
        var source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        source.setCurrentSchema(schema);
        source.setApplicationName("subrack");
        int seconds = (int) Math.max(1, settings.connectionTimeout().toSeconds());
        source.setConnectTimeout(seconds);
        source.setLoginTimeout(seconds);
        source.setSocketTimeout((int) settings.socketTimeout().toSeconds());
        source.setTcpKeepAlive(true);
        return source;
    }

    /** The password is read each time, so that it can be changed without a restart. */
    private Connection connect(String schema) throws SQLException {
        PGSimpleDataSource source = source(schema);
        if (!settings.passwordFile().isEmpty()) {
            source.setPassword(password());
        }
        return source.getConnection();
    }

    private String password() throws SQLException {
        Path file = Path.of(settings.passwordFile());
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new SQLNonTransientConnectionException("there is no password file " + file, "28000", e);
        } catch (IOException e) {
            throw new SQLNonTransientConnectionException("the password file " + file + " cannot be read", "28000", e);
        }
    }

    @Override
    public boolean prepare(SchemaName schema, String bundle) throws SQLException {
        try (Connection connection = administer()) {
            if (!registryExists && isThere(connection, "subrack")) {
                registryExists = true;
            }
            if (registryExists && registry.owned(connection, schema, bundle)) {
                return false;
            }
            return inOneStep(connection, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE SCHEMA IF NOT EXISTS subrack");
                }
                registry.create(connection);
                if (registry.owned(connection, schema, bundle)) {
                    return false; // another node was faster
                }
                refuseForeign(connection, schema);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE SCHEMA \"" + schema + "\"");
                }
                registry.add(connection, schema, bundle);
                return true;
            });
        }
    }

    private static void refuseForeign(Connection connection, SchemaName schema) throws SQLException {
        if (isThere(connection, schema.value())) {
            throw new SQLException(
                    "the database has a schema " + schema + " that Subrack did not make: rename it, or give Subrack"
                            + " a database of its own",
                    "42P06");
        }
    }

    private static boolean isThere(Connection connection, String schema) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
            select.setString(1, schema);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** A piece of work within a transaction. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }

    private static <T> T inOneStep(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            lock.execute();
            T result = work.run();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    @Override
    public DataSource source(SchemaName schema) {
        return new PlainSource(() -> connect(schema.value()));
    }

    @Override
    public String inside(SchemaName schema) {
        return schema.value();
    }

    @Override
    public List<Entry> entries() throws SQLException {
        try (Connection connection = administer()) {
            return isThere(connection, "subrack") ? registry.entries(connection) : List.of();
        }
    }

    @Override
    public void drop(SchemaName schema) throws SQLException {
        try (Connection connection = administer()) {
            inOneStep(connection, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE");
                }
                registry.remove(connection, schema);
                return schema;
            });
        }
    }

    @Override
    public long size(SchemaName schema) throws SQLException {
        try (Connection connection = administer();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0) FROM pg_catalog.pg_class c"
                                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'm')")) {
            select.setString(1, schema.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        }
    }

    @Override
    public void copyTo(Path directory) throws IOException {
        throw new IOException("PostgreSQL is backed up by its own tools, as pg_dump");
    }

    @Override
    public void close() {}
}

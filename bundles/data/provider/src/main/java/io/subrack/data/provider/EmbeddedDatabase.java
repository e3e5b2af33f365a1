/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hsqldb.jdbc.JDBCDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HSQLDB in this process. A commit is on disk before it is acknowledged; bundles connect as users that own their schema
 * and are no administrators; no port is opened. All users have names that cannot be guessed: HSQLDB 2.7.4 lets anybody set
 * the password of anybody whose name he knows.
 */
final class EmbeddedDatabase implements Database {
    static final String NAME = "subrack";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String ADMINISTRATOR = "administrator";
    private static final String WRONG_PASSWORD = "28";

    /** No lock file: the launcher has locked the data directory, and a stale one would hold a start up for 10 s. */
    private static final String OPTIONS = ";hsqldb.write_delay=false;hsqldb.tx=mvcc;hsqldb.lock_file=false"
            + ";hsqldb.default_table_type=cached;sql.syntax_pgs=true;hsqldb.applog=0;shutdown=false";

    private final String url;
    private final @Nullable Path directory;
    private final Registry registry = new Registry("CREATE MEMORY TABLE", "PUBLIC.SUBRACK_SCHEMAS");

    /** Guarded by this. */
    private @Nullable DatabaseKey key;

    /** Guarded by this. */
    private boolean opened;

    /** Guarded by this. */
    private boolean closed;

    /** Where a commit could not be written: what such a database has in memory is not what stands in its files. */
    private volatile org.hsqldb.@Nullable Database torn;

    private EmbeddedDatabase(String url, @Nullable Path directory) {
        this.url = url + OPTIONS;
        this.directory = directory;
        harden();
    }

    /** Returns the database below a directory, which is made when it is first needed. */
    static EmbeddedDatabase in(Path directory) {
        return new EmbeddedDatabase("jdbc:hsqldb:file:" + directory.resolve(NAME), directory);
    }

    /** Returns a database that is gone when it is closed. */
    static EmbeddedDatabase inMemory() {
        return new EmbeddedDatabase("jdbc:hsqldb:mem:" + UUID.randomUUID(), null);
    }

    /** What HSQLDB reads from system properties when its classes are loaded: no Java code from SQL, hands off the log. */
    private static void harden() {
        System.setProperty("hsqldb.method_class_names", "");
        System.setProperty("hsqldb.reconfig_logging", "false");
    }

    @Override
    public String dialect() {
        return "hsqldb";
    }

    @Override
    public String describe() {
        return directory == null ? "HSQLDB in memory" : "HSQLDB in " + directory;
    }

    @Override
    public boolean undoesFailedMigrations() {
        return false;
    }

    @Override
    public Connection administer() throws SQLException {
        open();
        return connect(ADMINISTRATOR);
    }

    private synchronized void open() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("the platform stops: its database is closed", "08003");
        }
        mend();
        if (opened) {
            return;
        }
        long begun = System.nanoTime();
        key = key();
        requireRoomToRecover();
        try (Connection connection = connect(ADMINISTRATOR)) {
            CommitWatch.over(connection, database -> torn = database);
        }
        opened = true;
        log.debug("Opened {} in {} ms", describe(), (System.nanoTime() - begun) / 1_000_000);
    }

    /** Forgets what is in memory; whoever connects next opens the files again, as after a crash. */
    @Override
    public boolean mend() {
        if (torn == null) {
            return false;
        }
        synchronized (this) {
            var ended = torn;
            if (ended != null) {
                log.warn("A commit could not be written to {}; it is opened again", describe());
                CommitWatch.end(ended);
                ended.close(org.hsqldb.Database.CLOSEMODE_IMMEDIATELY);
                opened = false;
                torn = null;
            }
        }
        return true;
    }

    /** Without room HSQLDB would recover a part of what its log holds, and take that for all. */
    private void requireRoomToRecover() throws SQLException {
        if (directory == null || !Files.exists(directory.resolve(NAME + ".log"))) {
            return;
        }
        try {
            Room.toCopy(directory);
        } catch (IOException e) {
            throw new SQLTransientConnectionException(describe() + " has no room: " + e.getMessage(), "53100", e);
        }
    }

    private DatabaseKey key() throws SQLException {
        if (directory == null) {
            return DatabaseKey.random();
        }
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (Files.exists(directory.resolve(NAME + ".script"))
                    && !Files.exists(directory.resolve(DatabaseKey.FILE))) {
                throw new IOException("the database in " + directory + " has lost its key: restore " + DatabaseKey.FILE
                        + " from a backup");
            }
            return DatabaseKey.in(directory);
        } catch (IOException e) {
            throw new SQLNonTransientConnectionException(
                    "the embedded database cannot be opened: " + e.getMessage(), "08001", e);
        }
    }

    /** @param purpose the administrator, or a schema as the database calls it */
    private Connection connect(String purpose) throws SQLException {
        return sourceFor(purpose).getConnection();
    }

    /** Made by hand, past the driver manager, which remembers class loaders. */
    private JDBCDataSource sourceFor(String purpose) throws SQLException {
        String user = opening().user(purpose);
        var source = new JDBCDataSource();
        source.setURL(url);
        source.setUser(user);
        source.setPassword(opening().password(user));
        return source;
    }

    private synchronized DatabaseKey opening() throws SQLException {
        if (key == null) {
            throw new SQLNonTransientConnectionException("the embedded database is not open", "08003");
        }
        return key;
    }

    @Override
    public boolean prepare(SchemaName schema, String bundle) throws SQLException {
        try (Connection connection = administer()) {
            if (registry.owned(connection, schema, bundle)) {
                return false;
            }
            registry.create(connection);
            create(connection, schema);
            registry.add(connection, schema, bundle);
            return true;
        }
    }

    /** Repeats what a crash may have cut short: the registry's row comes last. */
    private void create(Connection connection, SchemaName schema) throws SQLException {
        String name = inside(schema);
        String user = opening().user(name);
        drop(connection, name);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE USER \"" + user + "\" PASSWORD '" + opening().password(user) + "'");
            statement.execute("CREATE SCHEMA \"" + name + "\" AUTHORIZATION \"" + user + "\"");
            statement.execute("ALTER USER \"" + user + "\" SET INITIAL SCHEMA \"" + name + "\"");
        }
    }

    @Override
    public DataSource source(SchemaName schema) {
        String name = inside(schema);
        return new PlainSource(() -> {
            open();
            try {
                return connect(name);
            } catch (SQLException e) {
                if (e.getSQLState() == null || !e.getSQLState().startsWith(WRONG_PASSWORD)) {
                    throw e;
                }
                resetPassword(name);
                return connect(name);
            }
        });
    }

    /** A bundle can change the password of its own user, and must not lock itself out. */
    private void resetPassword(String name) throws SQLException {
        String user = opening().user(name);
        try (Connection connection = administer();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "ALTER USER \"" + user + "\" SET PASSWORD '" + opening().password(user) + "'");
        }
    }

    /** In upper case, as unquoted names are, so that a bundle may write its schema's name in SQL. */
    @Override
    public String inside(SchemaName schema) {
        return schema.value().toUpperCase(Locale.ROOT);
    }

    @Override
    public List<Entry> entries() throws SQLException {
        try (Connection connection = administer()) {
            return registry.entries(connection);
        }
    }

    @Override
    public void drop(SchemaName schema) throws SQLException {
        try (Connection connection = administer()) {
            drop(connection, inside(schema));
            registry.remove(connection, schema);
        }
    }

    private void drop(Connection connection, String name) throws SQLException {
        String user = opening().user(name);
        disconnect(connection, user);
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS \"" + name + "\" CASCADE");
            boolean known;
            try (ResultSet users = statement.executeQuery(
                    "SELECT 1 FROM INFORMATION_SCHEMA.SYSTEM_USERS WHERE USER_NAME = '" + user + "'")) {
                known = users.next();
            }
            if (known) {
                statement.execute("DROP USER \"" + user + "\" CASCADE");
            }
        }
    }

    /** A user who has a session cannot be dropped, and a pool that was closed may still be closing some. */
    private static void disconnect(Connection connection, String user) throws SQLException {
        var sessions = new ArrayList<Long>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT SESSION_ID FROM INFORMATION_SCHEMA.SYSTEM_SESSIONS WHERE USER_NAME = '" + user + "'")) {
            while (rows.next()) {
                sessions.add(rows.getLong(1));
            }
        }
        for (long session : sessions) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ALTER SESSION " + session + " CLOSE");
            } catch (SQLException e) {
                log.debug("Session {} was closed already", session, e);
            }
        }
    }

    @Override
    public long size(SchemaName schema) throws SQLException {
        try (Connection connection = administer();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery(
                        "SELECT SUM(ALLOCATED_SPACE) FROM INFORMATION_SCHEMA.SYSTEM_TABLESTATS WHERE TABLE_SCHEMA = '"
                                + inside(schema) + "'")) {
            long known = sum.next() ? sum.getLong(1) : 0;
            return known == 0 ? -1 : known; // tables that share the database's space have no size of their own
        }
    }

    @Override
    public void copyTo(Path target) throws SQLException, IOException {
        Path from = directory;
        if (from == null) {
            throw new IOException("a database in memory cannot be copied");
        }
        try (Connection connection = administer();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "BACKUP DATABASE TO '" + target.toString().replace("'", "''") + "/' NOT BLOCKING AS FILES");
        }
        Files.copy(
                from.resolve(DatabaseKey.FILE), target.resolve(DatabaseKey.FILE), StandardCopyOption.COPY_ATTRIBUTES);
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!opened) {
            return;
        }
        opened = false;
        try (Connection connection = connect(ADMINISTRATOR);
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            log.warn("{} could not be closed in good order; it will be recovered at the next start", describe(), e);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.provider.Database.Entry;
import io.subrack.data.provider.Database.SchemaTakenException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of who owns which schema; made with the first of them. */
final class Registry {
    private static final String NO_SUCH_TABLE = "42";

    private final String create;
    private final String table;

    /**
     * @param create how a table is made
     * @param table as SQL names it
     */
    Registry(String create, String table) {
        this.create = create;
        this.table = table;
    }

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(create + " IF NOT EXISTS " + table
                    + " (name VARCHAR(63) PRIMARY KEY, bundle VARCHAR(1000) NOT NULL,"
                    + " created TIMESTAMP WITH TIME ZONE NOT NULL)");
        }
    }

    /** Returns the owner of a schema. */
    Optional<String> owner(Connection connection, SchemaName schema) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT bundle FROM " + table + " WHERE name = ?")) {
            select.setString(1, schema.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isMissing(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith(NO_SUCH_TABLE);
    }

    /** Says whether the schema is known to be {@code bundle}'s; refuses it if it is somebody else's. */
    boolean owned(Connection connection, SchemaName schema, String bundle) throws SQLException {
        Optional<String> owner = owner(connection, schema);
        if (owner.isPresent() && !owner.get().equals(bundle)) {
            throw new SchemaTakenException(schema, owner.get(), bundle);
        }
        return owner.isPresent();
    }

    void add(Connection connection, SchemaName schema, String bundle) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " (name, bundle, created) VALUES (?, ?, ?)")) {
            insert.setString(1, schema.value());
            insert.setString(2, bundle);
            insert.setObject(3, OffsetDateTime.ofInstant(Instant.now(), java.time.ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    void remove(Connection connection, SchemaName schema) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE name = ?")) {
            delete.setString(1, schema.value());
            delete.executeUpdate();
        }
    }

    List<Entry> entries(Connection connection) throws SQLException {
        var entries = new ArrayList<Entry>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT name, bundle, created FROM " + table + " ORDER BY name")) {
            while (rows.next()) {
                Instant created = rows.getObject(3, OffsetDateTime.class).toInstant();
                entries.add(new Entry(new SchemaName(rows.getString(1)), rows.getString(2), created));
            }
        } catch (SQLException e) {
            if (!isMissing(e)) {
                throw e;
            }
        }
        return entries;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What Flyway's history table says, read without Flyway, which takes longer to load than all the rest of a start.
 *
 * @param versions the checksums of the applied versions
 * @param repeatables the checksums of the repeatable scripts as they were last applied, by description
 * @param clean whether nothing in it failed and all of it was understood
 */
record History(Map<Script.Version, Integer> versions, Map<String, Integer> repeatables, boolean clean) {
    /** How a bundle's scripts stand to what is applied. */
    enum Standing {
        /** All are applied, and nothing else is. */
        CURRENT,
        /** All are applied; so is something that a newer version of the bundle brought. */
        AHEAD,
        /** Flyway has to look: something is to be applied, or something is wrong. */
        BEHIND
    }

    private static final String SELECT = "SELECT \"version\", \"description\", \"type\", \"checksum\", \"success\""
            + " FROM \"flyway_schema_history\" ORDER BY \"installed_rank\"";

    History {
        versions = Map.copyOf(versions);
        repeatables = Map.copyOf(repeatables);
    }

    /** Reads the history of the connection's schema, or empty if there is none yet. */
    static Optional<History> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SELECT)) {
            var versions = new HashMap<Script.Version, Integer>();
            var repeatables = new HashMap<String, Integer>();
            boolean clean = true;
            while (rows.next()) {
                String version = rows.getString(1);
                int checksum = rows.getInt(4);
                clean &= rows.getBoolean(5) && "SQL".equals(rows.getString(3));
                if (version == null) {
                    repeatables.put(Objects.requireNonNullElse(rows.getString(2), ""), checksum);
                } else if (version.matches("\\d+([._]\\d+)*")) {
                    versions.put(Script.Version.of(version), checksum);
                } else {
                    clean = false;
                }
            }
            return Optional.of(new History(versions, repeatables, clean));
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith("42")) { // no such table
                return Optional.empty();
            }
            throw e;
        }
    }

    Standing standing(Scripts scripts) {
        var unknown = new HashMap<>(versions);
        for (Script script : scripts.all()) {
            var version = script.version();
            Integer applied =
                    version.isPresent() ? unknown.remove(version.get()) : repeatables.get(script.description());
            if (applied == null || applied != script.checksum()) {
                return Standing.BEHIND;
            }
        }
        var newest = scripts.newest();
        boolean allNewer =
                unknown.keySet().stream().allMatch(version -> newest.isEmpty() || version.compareTo(newest.get()) > 0);
        if (!clean || !allNewer) {
            return Standing.BEHIND;
        }
        return unknown.isEmpty() ? Standing.CURRENT : Standing.AHEAD;
    }
}

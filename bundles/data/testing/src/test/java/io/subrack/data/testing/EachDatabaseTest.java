/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import javax.sql.DataSource;

class EachDatabaseTest {
    private static final OffsetDateTime NOON = OffsetDateTime.of(2026, 1, 2, 12, 0, 0, 0, ZoneOffset.UTC);

    @EachDatabase(of = EachDatabaseTest.class)
    void keepsARow(DataSource source) throws SQLException {
        add(source, "ada");

        try (Connection connection = source.getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT author, text, picture, written, rating FROM notes")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("author")).isEqualTo("ada");
            assertThat(rows.getBytes("picture")).containsExactly(1, 2, 3);
            assertThat(rows.getObject("written", OffsetDateTime.class).toInstant())
                    .isEqualTo(NOON.toInstant());
            assertThat(rows.getInt("rating")).isZero();
        }
    }

    @EachDatabase(of = EachDatabaseTest.class)
    void startsEmpty(DataSource source) throws SQLException {
        assertThat(count(source)).isZero();
    }

    @EachDatabase(of = EachDatabaseTest.class)
    void refusesASecondRowWithTheSameKey(DataSource source) throws SQLException {
        add(source, "ada");

        assertThatThrownBy(() -> add(source, "ada"))
                .isInstanceOfAny(SQLIntegrityConstraintViolationException.class, SQLException.class)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).startsWith("23"));
    }

    @EachDatabase(of = EachDatabaseTest.class)
    void appliesTheMigrationsOfItsOwnKind(TestDatabase database, DataSource source) throws SQLException {
        String column = database.kind().name().toLowerCase(Locale.ROOT);

        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SELECT " + column + " FROM only_here")) {
            assertThat(rows.next()).isFalse();
        }
    }

    private static void add(DataSource source, String author) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO notes (author, text, picture, written) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, author);
            insert.setString(2, "x".repeat(10_000));
            insert.setBytes(3, new byte[] {1, 2, 3});
            insert.setObject(4, NOON);
            insert.executeUpdate();
        }
    }

    private static int count(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM notes")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}

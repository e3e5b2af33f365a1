/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.data.api.DataSources;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions, and what is tedious about JDBC. Thread-safe. */
final class Sql {
    private static final Logger log = LoggerFactory.getLogger(Sql.class);
    private static final int ATTEMPTS = 20;

    private final DataSource source;

    Sql(DataSource source) {
        this.source = source;
    }

    /**
     * Does something in one transaction, which is committed when this returns. It is done again if another transaction was
     * in its way.
     *
     * @throws StoreUnavailableException if the database does not do it; nothing has happened then
     * @throws StoreConflictException if the work throws it; nothing has happened then
     */
    <T> T transaction(Work<T> work) {
        SQLException last = new SQLException("nothing was tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (Connection connection = source.getConnection()) {
                return attempt(connection, work);
            } catch (SQLException e) {
                if (!isCollision(e)) {
                    throw failed(e);
                }
                last = e;
                pause(attempt);
            }
        }
        throw failed(last);
    }

    /** Waits a little, and not as long as others that collided. */
    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1 + attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T attempt(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            T result = work.in(new Transaction(connection));
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            log.debug("A transaction cannot be rolled back; its connection is gone", e);
        }
    }

    private static StoreUnavailableException failed(SQLException e) {
        if (!DataSources.isUnavailable(e) && !isCollision(e)) {
            log.error("The database refuses a statement of the auth store", e);
        }
        return new StoreUnavailableException("the auth store cannot be used right now: " + e.getMessage(), e);
    }

    /** Says whether two transactions were in each other's way, so that one of them must begin again. */
    private static boolean isCollision(SQLException e) {
        String state = e.getSQLState();
        return e instanceof Collision || (state != null && state.startsWith("40"));
    }

    private static boolean isDuplicate(SQLException e) {
        return "23505".equals(e.getSQLState());
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Transaction transaction) throws SQLException;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    private static final class Collision extends SQLException {
        private static final long serialVersionUID = 1L;

        Collision(SQLException cause) {
            super(cause);
        }
    }

    /** A running transaction. Arguments may be strings, numbers, booleans, instants and collections of lines, or null. */
    static final class Transaction {
        private final Connection connection;

        Transaction(Connection connection) {
            this.connection = connection;
        }

        int update(String sql, @Nullable Object... arguments) throws SQLException {
            try (PreparedStatement statement = prepare(sql, arguments)) {
                return statement.executeUpdate();
            }
        }

        /** @throws StoreConflictException with this message if there is such a row already */
        int unique(Supplier<String> conflict, String sql, @Nullable Object... arguments) throws SQLException {
            try {
                return update(sql, arguments);
            } catch (SQLException e) {
                if (isDuplicate(e)) {
                    throw new StoreConflictException(conflict.get());
                }
                throw e;
            }
        }

        /** Inserts a row; if somebody did so a moment ago, the transaction begins again and finds it. */
        void insertOrRetry(String sql, @Nullable Object... arguments) throws SQLException {
            try {
                update(sql, arguments);
            } catch (SQLException e) {
                throw isDuplicate(e) ? new Collision(e) : e;
            }
        }

        <T> List<T> list(Reader<T> reader, String sql, @Nullable Object... arguments) throws SQLException {
            try (PreparedStatement statement = prepare(sql, arguments);
                    ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(reader.read(new Row(rows)));
                }
                return List.copyOf(all);
            }
        }

        <T> Optional<T> first(Reader<T> reader, String sql, @Nullable Object... arguments) throws SQLException {
            return list(reader, sql, arguments).stream().findFirst();
        }

        private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            try {
                for (int i = 0; i < arguments.length; i++) {
                    statement.setObject(i + 1, value(arguments[i]));
                }
                return statement;
            } catch (SQLException e) {
                statement.close();
                throw e;
            }
        }

        private static @Nullable Object value(@Nullable Object argument) {
            if (argument instanceof Instant instant) {
                return instant.toEpochMilli();
            }
            if (argument instanceof Collection<?> lines) {
                return String.join("\n", lines.stream().map(String::valueOf).toList());
            }
            return argument;
        }
    }

    /** The row that is being read. */
    record Row(ResultSet columns) {
        String text(String column) throws SQLException {
            return columns.getString(column);
        }

        @Nullable
        String textOrNull(String column) throws SQLException {
            return columns.getString(column);
        }

        boolean flag(String column) throws SQLException {
            return columns.getBoolean(column);
        }

        long number(String column) throws SQLException {
            return columns.getLong(column);
        }

        Instant time(String column) throws SQLException {
            return Instant.ofEpochMilli(columns.getLong(column));
        }

        @Nullable
        Instant timeOrNull(String column) throws SQLException {
            long millis = columns.getLong(column);
            return columns.wasNull() ? null : Instant.ofEpochMilli(millis);
        }

        List<String> lines(String column) throws SQLException {
            String text = columns.getString(column);
            return text.isEmpty() ? List.of() : List.of(text.split("\n"));
        }

        Set<String> lineSet(String column) throws SQLException {
            return new LinkedHashSet<>(lines(column));
        }
    }
}

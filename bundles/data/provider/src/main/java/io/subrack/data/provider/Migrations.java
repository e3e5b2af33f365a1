/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.provider.History.Standing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings schemas to the state that their bundles expect. One schema is changed by one thread at a time. */
final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private final Database database;
    private final Map<SchemaName, ReentrantLock> locks = new ConcurrentHashMap<>();

    Migrations(Database database) {
        this.database = database;
    }

    /**
     * Makes the schema where there is none, and applies the scripts that are not applied.
     *
     * @throws SQLException with a sentence, if one fails
     */
    void apply(DataRequest request, Scripts scripts) throws SQLException {
        ReentrantLock lock = locks.computeIfAbsent(request.schema(), unused -> new ReentrantLock());
        lock.lock();
        try {
            boolean made = database.prepare(request.schema(), request.bundle());
            Optional<History> history = history(request.schema());
            Standing standing = history.map(known -> known.standing(scripts))
                    .orElse(scripts.all().isEmpty() ? Standing.CURRENT : Standing.BEHIND);
            if (standing == Standing.BEHIND) {
                migrate(request, scripts, made, history.isPresent());
            } else if (standing == Standing.AHEAD) {
                log.warn(
                        "The schema {} has migrations that are newer than this version of {}; it runs on them",
                        request.schema(),
                        request.bundle());
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<History> history(SchemaName schema) throws SQLException {
        try (Connection connection = database.source(schema).getConnection()) {
            return History.read(connection);
        }
    }

    private void migrate(DataRequest request, Scripts scripts, boolean made, boolean populated) throws SQLException {
        long begun = System.nanoTime();
        try {
            if (populated && !database.undoesFailedMigrations()) {
                rehearse(request, scripts);
            }
            int count = new FlywayRunner(database.source(request.schema()), database.inside(request.schema()))
                    .migrate(scripts, database.undoesFailedMigrations());
            log.info(
                    "Applied {} migrations of {} to the schema {} in {} ms",
                    count,
                    request.bundle(),
                    request.schema(),
                    (System.nanoTime() - begun) / 1_000_000);
        } catch (SQLException e) {
            if (made) {
                database.drop(request.schema());
            }
            throw new SQLException(
                    "a migration of " + request.bundle() + " failed: " + e.getMessage(),
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
    }

    /**
     * Tries the scripts on an empty database in memory first: HSQLDB commits with each change of a table, so what stands
     * before a mistake would stay.
     */
    private static void rehearse(DataRequest request, Scripts scripts) throws SQLException {
        try (EmbeddedDatabase rehearsal = EmbeddedDatabase.inMemory()) {
            rehearsal.prepare(request.schema(), request.bundle());
            new FlywayRunner(rehearsal.source(request.schema()), rehearsal.inside(request.schema()))
                    .migrate(scripts, false);
        }
    }
}

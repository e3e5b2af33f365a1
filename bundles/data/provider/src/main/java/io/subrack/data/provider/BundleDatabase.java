/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.api.DataSources;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One instance of one bundle at its schema. The first connection is given out when the bundle's migrations are applied;
 * if they cannot be, none is. Nothing is done before it is asked for. Thread-safe.
 */
final class BundleDatabase implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final DataRequest request;
    private final Supplier<Scripts> scripts;
    private final Migrations migrations;
    private final Availability availability;
    private final Pools pools;
    private final JdbcSpans spans;
    private final Pools.Pool pool;
    private final DataSource dataSource = new PlainSource(this::connection);
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean ready;
    private volatile boolean closed;
    private volatile @Nullable SQLException refused;

    BundleDatabase(
            DataRequest request,
            Supplier<Scripts> scripts,
            Migrations migrations,
            Availability availability,
            Pools pools,
            JdbcSpans spans) {
        this.request = request;
        this.scripts = scripts;
        this.migrations = migrations;
        this.availability = availability;
        this.pools = pools;
        this.spans = spans;
        this.pool = pools.join(request.schema());
    }

    DataRequest request() {
        return request;
    }

    DataSource dataSource() {
        return dataSource;
    }

    private Connection connection() throws SQLException {
        return spans.connection(request.schema(), this::open);
    }

    private Connection open() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException(
                    request.bundle() + " was stopped: its database is closed", "08003");
        }
        if (!ready) {
            makeReady();
        }
        return pool.connection();
    }

    /**
     * Makes the schema and applies the migrations, unless that is done.
     *
     * @throws SQLTransientConnectionException if the database cannot be used right now; another call may succeed
     * @throws SQLException with a sentence, if it will never work
     */
    void makeReady() throws SQLException {
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException(
                        "the migrations of " + request.bundle() + " are still running", "08001");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for migrations", "08001", e);
        }
        try {
            if (!ready) {
                prepare();
                ready = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void prepare() throws SQLException {
        SQLException known = refused;
        if (known != null) {
            throw new SQLException(known.getMessage(), known.getSQLState(), known.getErrorCode(), known);
        }
        availability.check();
        try {
            migrations.apply(request, scripts.get());
            availability.succeeded();
        } catch (SQLException e) {
            if (DataSources.isUnavailable(e)) {
                throw availability.failed(e);
            }
            refused = e;
            throw e;
        } catch (RuntimeException e) { // the bundle's files are at fault
            refused = new SQLException(request.bundle() + " cannot have its database: " + e.getMessage(), "55000", e);
            throw refused;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pools.leave(request.schema());
        }
    }
}

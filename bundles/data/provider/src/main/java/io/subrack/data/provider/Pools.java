/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.subrack.data.api.DataSources;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One pool of connections for each schema that is in use, all of them bounded together. Thread-safe. */
final class Pools implements AutoCloseable {
    private static final long ROOM_STEP_MILLIS = 5;

    private final Settings settings;
    private final Database database;
    private final Availability availability;
    private final Map<SchemaName, Pool> pools = new ConcurrentHashMap<>();
    private final AtomicInteger opening = new AtomicInteger();
    private final ScheduledThreadPoolExecutor housekeeper;

    Pools(Settings settings, Database database, Availability availability) {
        this.settings = settings;
        this.database = database;
        this.availability = availability;
        this.housekeeper = new ScheduledThreadPoolExecutor(1, threads("subrack-data-pools"));
        housekeeper.setRemoveOnCancelPolicy(true);
        housekeeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Threads that live long must not remember the class loader of the bundle that happened to start them. */
    static ThreadFactory threads(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(Pools.class.getClassLoader());
            return thread;
        };
    }

    /** Adds a user to a schema's pool; two versions of a bundle share it. */
    Pool join(SchemaName schema) {
        return pools.compute(schema, (name, known) -> {
            Pool pool = known == null ? new Pool(name) : known;
            pool.users++;
            return pool;
        });
    }

    /** Takes a user away; the last one closes the pool. */
    void leave(SchemaName schema) {
        pools.computeIfPresent(schema, (name, pool) -> {
            pool.users--;
            if (pool.users > 0) {
                return pool;
            }
            pool.close();
            return null;
        });
    }

    Optional<Pool> of(SchemaName schema) {
        return Optional.ofNullable(pools.get(schema));
    }

    /** Returns the pools there are, by schema. */
    Map<SchemaName, Pool> all() {
        return new TreeMap<>(pools);
    }

    private int total() {
        int total = 0;
        for (Pool pool : pools.values()) {
            total += pool.total();
        }
        return total;
    }

    /** Opens a connection; where there are too many, idle ones of all pools make room first. */
    private Connection open(DataSource source) throws SQLException {
        int pending = opening.incrementAndGet();
        try {
            if (isFull(pending)) {
                pools.values().forEach(Pool::releaseIdle);
                awaitRoom(pending);
            }
            return source.getConnection();
        } finally {
            opening.decrementAndGet();
        }
    }

    private boolean isFull(int pending) {
        return total() + pending > settings.totalConnections();
    }

    private void awaitRoom(int pending) throws SQLException {
        long deadline = System.nanoTime() + settings.connectionTimeout().toNanos() / 2;
        try {
            while (isFull(pending)) {
                if (System.nanoTime() > deadline) {
                    throw new SQLTransientConnectionException(
                            "all " + settings.totalConnections() + " connections to the database are in use", "53300");
                }
                Thread.sleep(ROOM_STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection", "53300", e);
        }
    }

    @Override
    public void close() {
        pools.values().forEach(Pool::close);
        pools.clear();
        housekeeper.shutdownNow();
    }

    /** The connections of one schema. */
    final class Pool {
        private final SchemaName schema;
        private final DataSource source;

        /** Guarded by the map's entry. */
        private int users;

        private volatile @Nullable HikariDataSource hikari;

        private Pool(SchemaName schema) {
            this.schema = schema;
            this.source = database.source(schema);
        }

        Connection connection() throws SQLException {
            availability.check();
            try {
                if (database.mend()) {
                    pools.values().forEach(Pool::releaseIdle);
                }
                Connection connection = started().getConnection();
                availability.succeeded();
                return connection;
            } catch (SQLException e) {
                if (total() > 0) {
                    throw busy(e);
                }
                throw DataSources.isUnavailable(e) ? availability.failed(e) : e;
            }
        }

        private SQLException busy(SQLException failure) {
            return new SQLTransientConnectionException(
                    "no connection of the schema " + schema + " became free within "
                            + settings.connectionTimeout().toMillis() + " ms; " + active() + " are in use",
                    "53300",
                    failure);
        }

        private HikariDataSource started() {
            HikariDataSource running = hikari;
            return running == null ? start() : running;
        }

        private synchronized HikariDataSource start() {
            if (hikari != null) {
                return hikari;
            }
            var config = new HikariConfig();
            config.setPoolName("subrack-" + schema);
            config.setDataSource(new PlainSource(() -> open(source)));
            config.setMaximumPoolSize(settings.poolSize());
            config.setMinimumIdle(0);
            config.setConnectionTimeout(settings.connectionTimeout().toMillis());
            config.setValidationTimeout(
                    Math.min(1000, settings.connectionTimeout().toMillis()));
            config.setIdleTimeout(settings.idleTimeout().toMillis());
            config.setMaxLifetime(settings.lifetime().toMillis());
            config.setInitializationFailTimeout(-1);
            config.setScheduledExecutor(housekeeper);
            config.setThreadFactory(threads("subrack-data-" + schema));
            HikariDataSource made = new HikariDataSource(config);
            hikari = made;
            return made;
        }

        int active() {
            HikariPoolMXBean bean = bean();
            return bean == null ? 0 : bean.getActiveConnections();
        }

        int idle() {
            HikariPoolMXBean bean = bean();
            return bean == null ? 0 : bean.getIdleConnections();
        }

        int waiting() {
            HikariPoolMXBean bean = bean();
            return bean == null ? 0 : bean.getThreadsAwaitingConnection();
        }

        int total() {
            HikariPoolMXBean bean = bean();
            return bean == null ? 0 : bean.getTotalConnections();
        }

        private void releaseIdle() {
            HikariPoolMXBean bean = bean();
            if (bean != null && bean.getIdleConnections() > 0) {
                bean.softEvictConnections();
            }
        }

        private @Nullable HikariPoolMXBean bean() {
            HikariDataSource running = hikari;
            return running == null ? null : running.getHikariPoolMXBean();
        }

        private synchronized void close() {
            if (hikari != null) {
                hikari.close();
                hikari = null;
            }
        }
    }
}

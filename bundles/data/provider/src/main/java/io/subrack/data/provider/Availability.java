/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database can be used. While it cannot, one caller tries now and then and all others fail at once instead of
 * waiting in a queue. Thread-safe.
 */
final class Availability {
    private static final Logger log = LoggerFactory.getLogger(Availability.class);
    private static final long PAUSE_NANOS = 500_000_000;

    private final String database;
    private final LongSupplier nanos;
    private final AtomicLong retry = new AtomicLong();
    private volatile @Nullable SQLException fault;

    Availability(String database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
    }

    /**
     * Lets the caller try.
     *
     * @throws SQLTransientConnectionException if the database failed just now
     */
    void check() throws SQLTransientConnectionException {
        SQLException known = fault;
        if (known == null) {
            return;
        }
        long at = retry.get();
        long now = nanos.getAsLong();
        if (now - at < 0 || !retry.compareAndSet(at, now + PAUSE_NANOS)) {
            throw unavailable(known);
        }
    }

    /** Remembers a failure and returns what callers are told. */
    SQLTransientConnectionException failed(SQLException failure) {
        if (fault == null) {
            log.warn("{} cannot be used right now: {}", database, failure.getMessage());
        }
        fault = failure;
        retry.set(nanos.getAsLong() + PAUSE_NANOS);
        return unavailable(failure);
    }

    void succeeded() {
        if (fault != null) {
            fault = null;
            log.info("{} can be used again", database);
        }
    }

    /** Returns why the database cannot be used, if so. */
    Optional<String> fault() {
        return Optional.ofNullable(fault).map(SQLException::getMessage);
    }

    private SQLTransientConnectionException unavailable(SQLException cause) {
        return new SQLTransientConnectionException(
                database + " cannot be used right now: " + cause.getMessage(), "08001", cause);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.GrantStore.DevicePoll;
import io.subrack.auth.spi.GrantStore.DeviceRequest;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.store.jdbc.Sql.Row;
import io.subrack.auth.store.jdbc.Sql.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What devices wait for (RFC 8628). Thread-safe. */
final class DeviceRequests {
    private static final String PENDING = "PENDING";
    private static final String APPROVED = "APPROVED";
    private static final String GIVEN = "GIVEN";
    private static final String DENIED = "DENIED";

    /** RFC 8628, section 3.5. */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private final Sql sql;

    DeviceRequests(Sql sql) {
        this.sql = sql;
    }

    void create(DeviceRequest request) {
        sql.transaction(in -> in.unique(
                () -> "the user code is taken",
                "INSERT INTO device_request (hash, user_code, client_id, scopes, created, expires, poll_interval, state)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                request.deviceCodeHash(),
                request.userCode(),
                request.clientId(),
                new TreeSet<>(request.scopes()),
                request.created(),
                request.expires(),
                request.interval().toMillis(),
                PENDING));
    }

    Optional<DeviceRequest> byUserCode(String userCode, Instant now) {
        return sql.transaction(in -> in.first(
                row -> new DeviceRequest(
                        row.text("hash"),
                        row.text("user_code"),
                        row.text("client_id"),
                        row.lineSet("scopes"),
                        row.time("created"),
                        row.time("expires"),
                        Duration.ofMillis(row.number("poll_interval"))),
                "SELECT * FROM device_request WHERE user_code = ? AND state = ? AND expires > ?",
                userCode,
                PENDING,
                now));
    }

    boolean answer(String userCode, @Nullable Grant grant, Instant now) {
        return sql.transaction(in -> {
            if (grant != null) {
                Grants.insert(in, grant);
            }
            boolean answered = in.update(
                            "UPDATE device_request SET state = ?, grant_id = ?"
                                    + " WHERE user_code = ? AND state = ? AND expires > ?",
                            grant == null ? DENIED : APPROVED,
                            grant == null ? null : grant.id(),
                            userCode,
                            PENDING,
                            now)
                    > 0;
            if (!answered && grant != null) {
                in.update("DELETE FROM user_grant WHERE id = ?", grant.id());
            }
            return answered;
        });
    }

    DevicePoll poll(String deviceCodeHash, String clientId, Instant now) {
        return sql.transaction(in -> {
            Optional<Stored> stored =
                    in.first(DeviceRequests::stored, "SELECT * FROM device_request WHERE hash = ?", deviceCodeHash);
            if (stored.isEmpty() || !stored.get().clientId().equals(clientId)) {
                return new DevicePoll.Unknown();
            }
            if (!stored.get().expires().isAfter(now)) {
                return new DevicePoll.Expired();
            }
            return switch (stored.get().state()) {
                case PENDING -> pending(in, deviceCodeHash, stored.get(), now);
                case APPROVED -> give(in, deviceCodeHash, stored.get(), now);
                case DENIED -> new DevicePoll.Denied();
                default -> new DevicePoll.Unknown();
            };
        });
    }

    private static DevicePoll pending(Transaction in, String hash, Stored stored, Instant now) throws SQLException {
        Instant last = stored.lastPoll();
        boolean tooSoon = last != null && now.isBefore(last.plus(stored.interval()));
        Duration interval = tooSoon ? stored.interval().plus(SLOWER) : stored.interval();
        in.update(
                "UPDATE device_request SET last_poll = ?, poll_interval = ? WHERE hash = ?",
                now,
                interval.toMillis(),
                hash);
        return tooSoon ? new DevicePoll.SlowDown() : new DevicePoll.Pending();
    }

    private static DevicePoll give(Transaction in, String hash, Stored stored, Instant now) throws SQLException {
        boolean given =
                in.update("UPDATE device_request SET state = ? WHERE hash = ? AND state = ?", GIVEN, hash, APPROVED)
                        > 0;
        String grantId = stored.grantId();
        Optional<Grant> grant = given && grantId != null ? Grants.find(in, grantId) : Optional.empty();
        return grant.filter(found -> Grants.alive(found, now))
                .<DevicePoll>map(DevicePoll.Approved::new)
                .orElseGet(DevicePoll.Unknown::new);
    }

    private static Stored stored(Row row) throws SQLException {
        return new Stored(
                row.text("client_id"),
                row.time("expires"),
                Duration.ofMillis(row.number("poll_interval")),
                row.timeOrNull("last_poll"),
                row.text("state"),
                row.textOrNull("grant_id"));
    }

    private record Stored(
            String clientId,
            Instant expires,
            Duration interval,
            @Nullable Instant lastPoll,
            String state,
            @Nullable String grantId) {}
}

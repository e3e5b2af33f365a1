/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.store.jdbc.Sql.Transaction;
import io.subrack.data.api.DataSources;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Grants, codes and refresh tokens in SQL. Who takes something does so by an {@code UPDATE} that finds it untaken: of
 * several at once one changes a row, and the others find it changed.
 */
@Component
public final class SqlGrantStore implements GrantStore {
    private final Sql sql;
    private final DeviceRequests devices;

    @Activate
    public SqlGrantStore(@Reference(target = DataSources.TARGET) DataSource source) {
        sql = new Sql(source);
        devices = new DeviceRequests(sql);
    }

    @Override
    public void create(Grant grant, Code code) {
        sql.transaction(in -> {
            Grants.insert(in, grant);
            return in.unique(
                    () -> "there is such a code already",
                    "INSERT INTO authorization_code (hash, grant_id, redirect_uri, challenge, nonce, expires)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    code.hash(),
                    grant.id(),
                    code.redirectUri(),
                    code.challenge(),
                    code.nonce(),
                    code.expires());
        });
    }

    @Override
    public Redemption redeem(String codeHash, Instant now) {
        return sql.transaction(in -> {
            boolean taken = in.update(
                            "UPDATE authorization_code SET redeemed = ? WHERE hash = ? AND redeemed IS NULL AND expires > ?",
                            now,
                            codeHash,
                            now)
                    > 0;
            Optional<StoredCode> stored =
                    in.first(SqlGrantStore::code, "SELECT * FROM authorization_code WHERE hash = ?", codeHash);
            Optional<Grant> grant = stored.isEmpty()
                    ? Optional.empty()
                    : Grants.find(in, stored.get().grantId());
            if (grant.isEmpty()) {
                return new Redemption.Unknown();
            }
            if (taken) {
                return Grants.alive(grant.get(), now)
                        ? new Redemption.Redeemed(grant.get(), stored.get().code())
                        : new Redemption.Unknown();
            }
            if (!stored.get().redeemed()) {
                return new Redemption.Unknown();
            }
            Grants.revoke(in, grant.get().id(), now);
            return new Redemption.Reused(grant.get());
        });
    }

    @Override
    public boolean addRefreshToken(String grantId, String tokenHash, Instant now, Instant idleExpires) {
        return sql.transaction(in -> {
            Optional<Grant> grant = Grants.find(in, grantId);
            if (grant.isEmpty() || !Grants.alive(grant.get(), now)) {
                return false;
            }
            insertToken(in, grantId, tokenHash, now, idleExpires);
            return true;
        });
    }

    private static void insertToken(Transaction in, String grantId, String hash, Instant now, Instant idleExpires)
            throws SQLException {
        in.unique(
                () -> "there is such a refresh token already",
                "INSERT INTO refresh_token (hash, grant_id, issued, idle_expires) VALUES (?, ?, ?, ?)",
                hash,
                grantId,
                now,
                idleExpires);
    }

    @Override
    public Redemption rotate(String tokenHash, String successorHash, Instant now, Instant idleExpires, Duration grace) {
        return sql.transaction(in -> {
            boolean taken = in.update(
                            "UPDATE refresh_token SET used = ?, successor = ?"
                                    + " WHERE hash = ? AND used IS NULL AND idle_expires > ?",
                            now,
                            successorHash,
                            tokenHash,
                            now)
                    > 0;
            Optional<StoredToken> stored = token(in, tokenHash);
            Optional<Grant> grant = stored.isEmpty()
                    ? Optional.empty()
                    : Grants.find(in, stored.get().grantId());
            if (grant.isPresent() && !taken && wasReused(stored.get(), grant.get())) {
                return new Redemption.Reused(grant.get());
            }
            if (grant.isEmpty() || !Grants.alive(grant.get(), now)) {
                return new Redemption.Unknown();
            }
            StoredToken token = stored.get();
            if (taken) {
                insertToken(in, token.grantId(), successorHash, now, idleExpires);
                return new Redemption.Redeemed(grant.get(), null);
            }
            Instant used = token.used();
            if (used == null || now.isBefore(used.plus(GrantStore.RETRY_AFTER))) {
                return new Redemption.Unknown();
            }
            if (now.isBefore(used.plus(grace)) && replaceSuccessor(in, tokenHash, token, successorHash, now)) {
                insertToken(in, token.grantId(), successorHash, now, idleExpires);
                return new Redemption.Redeemed(grant.get(), null);
            }
            Grants.revoke(in, grant.get().id(), now);
            return new Redemption.Reused(grant.get());
        });
    }

    /** Who ends what came from the grant may have failed at it, and needs to hear of it again. */
    private static boolean wasReused(StoredToken token, Grant grant) {
        return token.used() != null && grant.revoked() != null;
    }

    /** Uses up the successor whose answer was lost; false if somebody has used it. Who shows it later has a copy. */
    private static boolean replaceSuccessor(
            Transaction in, String hash, StoredToken token, String successor, Instant now) throws SQLException {
        boolean unused =
                in.update("UPDATE refresh_token SET used = ? WHERE hash = ? AND used IS NULL", now, token.successor())
                        > 0;
        return unused
                && in.update(
                                "UPDATE refresh_token SET successor = ? WHERE hash = ? AND successor = ?",
                                successor,
                                hash,
                                token.successor())
                        > 0;
    }

    @Override
    public Optional<Grant> byRefreshToken(String tokenHash, Instant now) {
        return sql.transaction(in -> {
            Optional<StoredToken> token = token(in, tokenHash);
            if (token.isEmpty()
                    || token.get().used() != null
                    || !token.get().idleExpires().isAfter(now)) {
                return Optional.<Grant>empty();
            }
            return Grants.find(in, token.get().grantId()).filter(grant -> Grants.alive(grant, now));
        });
    }

    @Override
    public Optional<Grant> grant(String id) {
        return sql.transaction(in -> Grants.find(in, id));
    }

    @Override
    public boolean revoke(String grantId, Instant now) {
        return sql.transaction(in -> Grants.revoke(in, grantId, now));
    }

    @Override
    public List<String> revokeAll(@Nullable String userId, @Nullable String clientId, Instant now) {
        return sql.transaction(in -> {
            List<String> revoked = new ArrayList<>();
            for (String id : alive(in, userId, clientId, now)) {
                if (Grants.revoke(in, id, now)) {
                    revoked.add(id);
                }
            }
            return List.copyOf(revoked);
        });
    }

    @Override
    public List<String> alive(@Nullable String userId, @Nullable String clientId, Instant now) {
        return sql.transaction(in -> alive(in, userId, clientId, now));
    }

    private static List<String> alive(Transaction in, @Nullable String userId, @Nullable String clientId, Instant now)
            throws SQLException {
        List<Object> arguments = new ArrayList<>(List.of(now));
        String query = "SELECT id FROM user_grant WHERE revoked IS NULL AND expires > ?";
        if (userId != null) {
            query += " AND account_id = ?";
            arguments.add(userId);
        }
        if (clientId != null) {
            query += " AND client_id = ?";
            arguments.add(clientId);
        }
        return in.list(row -> row.text("id"), query, arguments.toArray());
    }

    @Override
    public void move(String userId, String fromSession, String toSession) {
        sql.transaction(in -> in.update(
                "UPDATE user_grant SET session_id = ? WHERE account_id = ? AND session_id = ?",
                toSession,
                userId,
                fromSession));
    }

    @Override
    public List<Grant> grants(String userId, Instant now) {
        return sql.transaction(in -> in.list(
                Grants::read,
                "SELECT * FROM user_grant WHERE account_id = ? AND revoked IS NULL AND expires > ?"
                        + " ORDER BY created DESC, id",
                userId,
                now));
    }

    @Override
    public void create(DeviceRequest request) {
        devices.create(request);
    }

    @Override
    public Optional<DeviceRequest> deviceByUserCode(String userCode, Instant now) {
        return devices.byUserCode(userCode, now);
    }

    @Override
    public boolean answerDevice(String userCode, @Nullable Grant grant, Instant now) {
        return devices.answer(userCode, grant, now);
    }

    @Override
    public DevicePoll pollDevice(String deviceCodeHash, String clientId, Instant now) {
        return devices.poll(deviceCodeHash, clientId, now);
    }

    @Override
    public void purge(Instant before) {
        sql.transaction(in -> {
            in.update("DELETE FROM device_request WHERE expires < ?", before);
            in.update("DELETE FROM user_grant WHERE expires < ? OR revoked < ?", before, before);
            // a used token is kept as long as its use again would tell of a copy
            return in.update("DELETE FROM refresh_token WHERE idle_expires < ?", before);
        });
    }

    private static Optional<StoredToken> token(Transaction in, String hash) throws SQLException {
        return in.first(
                row -> new StoredToken(
                        row.text("grant_id"),
                        row.time("idle_expires"),
                        row.timeOrNull("used"),
                        row.textOrNull("successor")),
                "SELECT * FROM refresh_token WHERE hash = ?",
                hash);
    }

    private static StoredCode code(Sql.Row row) throws SQLException {
        Code code = new Code(
                row.text("hash"),
                row.textOrNull("redirect_uri"),
                row.textOrNull("challenge"),
                row.textOrNull("nonce"),
                row.time("expires"));
        return new StoredCode(row.text("grant_id"), code, row.timeOrNull("redeemed") != null);
    }

    private record StoredCode(String grantId, Code code, boolean redeemed) {}

    private record StoredToken(
            String grantId,
            Instant idleExpires,
            @Nullable Instant used,
            @Nullable String successor) {}
}

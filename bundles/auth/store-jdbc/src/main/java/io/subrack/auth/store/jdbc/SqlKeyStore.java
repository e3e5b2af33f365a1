/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.store.jdbc.Sql.Row;
import io.subrack.auth.store.jdbc.Sql.Transaction;
import io.subrack.data.api.DataSources;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing keys, revocations and service accounts in SQL. */
@Component
public final class SqlKeyStore implements KeyStore {
    private final Sql sql;

    @Activate
    public SqlKeyStore(@Reference(target = DataSources.TARGET) DataSource source) {
        sql = new Sql(source);
    }

    @Override
    public List<StoredKey> keys() {
        return sql.transaction(in -> in.list(SqlKeyStore::key, "SELECT * FROM signing_key ORDER BY created, kid"));
    }

    @Override
    public void save(List<StoredKey> keys) {
        sql.transaction(in -> {
            for (StoredKey key : keys) {
                save(in, key);
            }
            return keys;
        });
    }

    private static void save(Transaction in, StoredKey key) throws SQLException {
        int changed = in.update(
                "UPDATE signing_key SET sealed_private_jwk = ?, activates = ?, retired = ?, removed = ? WHERE kid = ?",
                key.sealedPrivateJwk(),
                key.activates(),
                key.retired(),
                key.removed(),
                key.kid());
        if (changed == 0) {
            in.insertOrRetry(
                    "INSERT INTO signing_key (kid, algorithm, public_jwk, sealed_private_jwk, created, activates, retired,"
                            + " removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    key.kid(),
                    key.algorithm(),
                    key.publicJwk(),
                    key.sealedPrivateJwk(),
                    key.created(),
                    key.activates(),
                    key.retired(),
                    key.removed());
        }
    }

    @Override
    public Map<String, Instant> revoked(Instant now) {
        return sql.transaction(
                in -> times(in, "SELECT id, until_time AS moment FROM revocation WHERE until_time > ?", now));
    }

    @Override
    public void revoke(String id, Instant until) {
        sql.transaction(in -> keepLater(
                in,
                "UPDATE revocation SET until_time = ? WHERE id = ? AND until_time < ?",
                "SELECT id, until_time AS moment FROM revocation WHERE id = ?",
                "INSERT INTO revocation (until_time, id) VALUES (?, ?)",
                id,
                until));
    }

    @Override
    public Map<String, Instant> notBefore() {
        return sql.transaction(in -> times(in, "SELECT id, instant AS moment FROM not_before"));
    }

    @Override
    public void notBefore(String key, Instant instant) {
        sql.transaction(in -> keepLater(
                in,
                "UPDATE not_before SET instant = ? WHERE id = ? AND instant < ?",
                "SELECT id, instant AS moment FROM not_before WHERE id = ?",
                "INSERT INTO not_before (instant, id) VALUES (?, ?)",
                key,
                instant));
    }

    private static boolean keepLater(
            Transaction in, String update, String select, String insert, String id, Instant instant)
            throws SQLException {
        if (in.update(update, instant, id, instant) > 0) {
            return true;
        }
        if (times(in, select, id).isEmpty()) {
            in.insertOrRetry(insert, instant, id);
        }
        return true;
    }

    private static Map<String, Instant> times(Transaction in, String select, Object... arguments) throws SQLException {
        Map<String, Instant> times = new TreeMap<>();
        for (Map.Entry<String, Instant> entry :
                in.list(row -> Map.entry(row.text("id"), row.time("moment")), select, arguments)) {
            times.put(entry.getKey(), entry.getValue());
        }
        return Map.copyOf(times);
    }

    @Override
    public List<ServiceAccount> serviceAccounts() {
        return sql.transaction(in -> in.list(
                row -> new ServiceAccount(
                        row.text("bundle"), row.lineSet("scopes"), row.time("created"), row.timeOrNull("revoked")),
                "SELECT * FROM service_account ORDER BY bundle"));
    }

    @Override
    public void save(ServiceAccount account) {
        sql.transaction(in -> {
            int changed = in.update(
                    "UPDATE service_account SET scopes = ?, created = ?, revoked = ? WHERE bundle = ?",
                    new TreeSet<>(account.scopes()),
                    account.created(),
                    account.revoked(),
                    account.bundle());
            if (changed == 0) {
                in.insertOrRetry(
                        "INSERT INTO service_account (scopes, created, revoked, bundle) VALUES (?, ?, ?, ?)",
                        new TreeSet<>(account.scopes()),
                        account.created(),
                        account.revoked(),
                        account.bundle());
            }
            return account;
        });
    }

    @Override
    public void purge(Instant now) {
        sql.transaction(in -> in.update("DELETE FROM revocation WHERE until_time <= ?", now));
    }

    private static StoredKey key(Row row) throws SQLException {
        return new StoredKey(
                row.text("kid"),
                row.text("algorithm"),
                row.text("public_jwk"),
                row.text("sealed_private_jwk"),
                row.time("created"),
                row.time("activates"),
                row.timeOrNull("retired"),
                row.timeOrNull("removed"));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.store.jdbc.Sql.Row;
import io.subrack.auth.store.jdbc.Sql.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/** The rows of grants. */
final class Grants {
    private Grants() {}

    static void insert(Transaction in, Grant grant) throws SQLException {
        in.unique(
                () -> "there is a grant " + grant.id() + " already",
                "INSERT INTO user_grant (id, account_id, client_id, scopes, session_id, authenticated, methods, created,"
                        + " expires, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                grant.id(),
                grant.userId(),
                grant.clientId(),
                new TreeSet<>(grant.scopes()),
                grant.sessionId(),
                grant.authenticated(),
                grant.methods(),
                grant.created(),
                grant.expires(),
                grant.revoked());
    }

    static Optional<Grant> find(Transaction in, String id) throws SQLException {
        return in.first(Grants::read, "SELECT * FROM user_grant WHERE id = ?", id);
    }

    static boolean revoke(Transaction in, String id, Instant now) throws SQLException {
        return in.update("UPDATE user_grant SET revoked = ? WHERE id = ? AND revoked IS NULL", now, id) > 0;
    }

    static boolean alive(Grant grant, Instant now) {
        return grant.revoked() == null && grant.expires().isAfter(now);
    }

    static Grant read(Row row) throws SQLException {
        return new Grant(
                row.text("id"),
                row.text("account_id"),
                row.text("client_id"),
                row.lineSet("scopes"),
                row.textOrNull("session_id"),
                row.time("authenticated"),
                row.lines("methods"),
                row.time("created"),
                row.time("expires"),
                row.timeOrNull("revoked"));
    }
}

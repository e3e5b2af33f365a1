/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.SessionStore;
import io.subrack.auth.store.jdbc.Sql.Row;
import io.subrack.data.api.DataSources;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Browser sessions, API tokens and failed logins in SQL. */
@Component
public final class SqlSessionStore implements SessionStore {
    private final Sql sql;

    @Activate
    public SqlSessionStore(@Reference(target = DataSources.TARGET) DataSource source) {
        sql = new Sql(source);
    }

    @Override
    public List<Session> sessions(Instant now) {
        return sql.transaction(in -> {
            in.update("DELETE FROM browser_session WHERE expires <= ?", now);
            return in.list(SqlSessionStore::session, "SELECT * FROM browser_session ORDER BY created, id");
        });
    }

    @Override
    public void save(Session session) {
        sql.transaction(in -> {
            in.update("DELETE FROM browser_session WHERE id = ?", session.id());
            in.insertOrRetry(
                    "INSERT INTO browser_session (id, account_id, created, authenticated, methods, last_used, expires,"
                            + " address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    session.id(),
                    session.userId(),
                    session.created(),
                    session.authenticated(),
                    session.methods(),
                    session.lastUsed(),
                    session.expires(),
                    session.address(),
                    session.userAgent());
            return session;
        });
    }

    @Override
    public void touch(List<Session> used) {
        sql.transaction(in -> {
            for (Session session : used) {
                in.update(
                        "UPDATE browser_session SET last_used = ? WHERE id = ? AND last_used < ?",
                        session.lastUsed(),
                        session.id(),
                        session.lastUsed());
            }
            return used;
        });
    }

    @Override
    public boolean deleteSession(String id) {
        return sql.transaction(in -> in.update("DELETE FROM browser_session WHERE id = ?", id) > 0);
    }

    @Override
    public List<String> deleteSessions(String userId, @Nullable String exceptId) {
        String kept = exceptId == null ? "" : exceptId;
        return sql.transaction(in -> {
            List<String> ids = in.list(
                    row -> row.text("id"),
                    "SELECT id FROM browser_session WHERE account_id = ? AND id <> ? ORDER BY id",
                    userId,
                    kept);
            in.update("DELETE FROM browser_session WHERE account_id = ? AND id <> ?", userId, kept);
            return ids;
        });
    }

    @Override
    public List<ApiToken> apiTokens() {
        return sql.transaction(
                in -> in.list(SqlSessionStore::token, "SELECT * FROM api_token ORDER BY account_id, name"));
    }

    @Override
    public void create(ApiToken token) {
        sql.transaction(in -> in.unique(
                () -> "there is an API token called " + token.name() + " already",
                "INSERT INTO api_token (id, hash, account_id, name, scopes, created, expires, last_used)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                token.hash(),
                token.userId(),
                token.name(),
                new TreeSet<>(token.scopes()),
                token.created(),
                token.expires(),
                token.lastUsed()));
    }

    @Override
    public void touchApiToken(String id, Instant used) {
        sql.transaction(in -> in.update("UPDATE api_token SET last_used = ? WHERE id = ?", used, id));
    }

    @Override
    public boolean deleteApiToken(String id) {
        return sql.transaction(in -> in.update("DELETE FROM api_token WHERE id = ?", id) > 0);
    }

    @Override
    public List<Failures> failures(Instant since) {
        return sql.transaction(in -> {
            in.update("DELETE FROM login_failure WHERE last_failure < ?", since);
            return in.list(
                    row -> new Failures(
                            row.text("id"), Math.toIntExact(row.number("failures")), row.time("last_failure")),
                    "SELECT * FROM login_failure ORDER BY last_failure, id");
        });
    }

    @Override
    public void keep(List<Failures> changed) {
        sql.transaction(in -> {
            for (Failures failures : changed) {
                in.update("DELETE FROM login_failure WHERE id = ?", failures.id());
                if (failures.count() > 0) {
                    in.insertOrRetry(
                            "INSERT INTO login_failure (id, failures, last_failure) VALUES (?, ?, ?)",
                            failures.id(),
                            failures.count(),
                            failures.last());
                }
            }
            return changed;
        });
    }

    private static Session session(Row row) throws SQLException {
        return new Session(
                row.text("id"),
                row.text("account_id"),
                row.time("created"),
                row.time("authenticated"),
                row.lines("methods"),
                row.time("last_used"),
                row.time("expires"),
                row.text("address"),
                row.text("user_agent"));
    }

    private static ApiToken token(Row row) throws SQLException {
        return new ApiToken(
                row.text("id"),
                row.text("hash"),
                row.text("account_id"),
                row.text("name"),
                row.lineSet("scopes"),
                row.time("created"),
                row.time("expires"),
                row.timeOrNull("last_used"));
    }
}

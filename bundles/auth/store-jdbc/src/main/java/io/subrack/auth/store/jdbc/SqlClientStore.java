/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.store.jdbc.Sql.Row;
import io.subrack.auth.store.jdbc.Sql.Transaction;
import io.subrack.data.api.DataSources;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Clients and consents in SQL. */
@Component
public final class SqlClientStore implements ClientStore {
    private final Sql sql;

    @Activate
    public SqlClientStore(@Reference(target = DataSources.TARGET) DataSource source) {
        sql = new Sql(source);
    }

    @Override
    public Optional<Client> client(String id) {
        return sql.transaction(in -> client(in, id));
    }

    @Override
    public List<Client> clients(String query, String afterId, int limit) {
        String pattern = Patterns.containing(query);
        return sql.transaction(in -> {
            List<String> ids = in.list(
                    row -> row.text("id"),
                    "SELECT id FROM client WHERE id > ? AND (LOWER(id) LIKE ? ESCAPE '!' OR LOWER(name) LIKE ? ESCAPE '!')"
                            + " ORDER BY id LIMIT ?",
                    afterId,
                    pattern,
                    pattern,
                    limit);
            List<Client> clients = new ArrayList<>();
            for (String id : ids) {
                client(in, id).ifPresent(clients::add);
            }
            return List.copyOf(clients);
        });
    }

    @Override
    public void create(Client client) {
        sql.transaction(in -> {
            in.unique(
                    () -> "the client id " + client.id() + " is taken",
                    "INSERT INTO client (id, name, enabled, authentication, redirect_uris, post_logout_redirect_uris,"
                            + " grant_types, scopes, jwks, pkce_required, consent_required, id_token_algorithm, created,"
                            + " not_before, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    client.id(),
                    client.name(),
                    client.enabled(),
                    client.authentication(),
                    client.redirectUris(),
                    client.postLogoutRedirectUris(),
                    new TreeSet<>(client.grantTypes()),
                    new TreeSet<>(client.scopes()),
                    client.jwks(),
                    client.pkceRequired(),
                    client.consentRequired(),
                    client.idTokenAlgorithm(),
                    client.created(),
                    client.notBefore(),
                    client.version());
            insertParts(in, client);
            return client;
        });
    }

    @Override
    public Client update(Client client) {
        return sql.transaction(in -> {
            int changed = in.update(
                    "UPDATE client SET name = ?, enabled = ?, authentication = ?, redirect_uris = ?,"
                            + " post_logout_redirect_uris = ?, grant_types = ?, scopes = ?, jwks = ?, pkce_required = ?,"
                            + " consent_required = ?, id_token_algorithm = ?, not_before = ?, version = version + 1"
                            + " WHERE id = ? AND version = ?",
                    client.name(),
                    client.enabled(),
                    client.authentication(),
                    client.redirectUris(),
                    client.postLogoutRedirectUris(),
                    new TreeSet<>(client.grantTypes()),
                    new TreeSet<>(client.scopes()),
                    client.jwks(),
                    client.pkceRequired(),
                    client.consentRequired(),
                    client.idTokenAlgorithm(),
                    client.notBefore(),
                    client.id(),
                    client.version());
            if (changed == 0) {
                throw new StoreConflictException(
                        "the client " + client.id() + " was changed by somebody else meanwhile");
            }
            in.update("DELETE FROM client_secret WHERE client_id = ?", client.id());
            in.update("DELETE FROM client_origin WHERE client_id = ?", client.id());
            insertParts(in, client);
            return client(in, client.id()).orElseThrow();
        });
    }

    private static void insertParts(Transaction in, Client client) throws SQLException {
        for (Secret secret : client.secrets()) {
            in.unique(
                    () -> "the client " + client.id() + " has a secret " + secret.id() + " already",
                    "INSERT INTO client_secret (client_id, id, hash, created, expires) VALUES (?, ?, ?, ?, ?)",
                    client.id(),
                    secret.id(),
                    secret.hash(),
                    secret.created(),
                    secret.expires());
        }
        for (String origin : client.origins()) {
            in.insertOrRetry("INSERT INTO client_origin (client_id, origin) VALUES (?, ?)", client.id(), origin);
        }
    }

    @Override
    public boolean deleteClient(String id) {
        return sql.transaction(in -> in.update("DELETE FROM client WHERE id = ?", id) > 0);
    }

    @Override
    public Set<String> consent(String userId, String clientId) {
        return sql.transaction(in -> consent(in, userId, clientId)).orElse(Set.of());
    }

    private static Optional<Set<String>> consent(Transaction in, String userId, String clientId) throws SQLException {
        return in.first(
                row -> row.lineSet("scopes"),
                "SELECT scopes FROM consent WHERE account_id = ? AND client_id = ?",
                userId,
                clientId);
    }

    @Override
    public List<Consent> consents(String userId) {
        return sql.transaction(in -> in.list(
                row -> new Consent(userId, row.text("client_id"), row.lineSet("scopes"), row.time("given")),
                "SELECT * FROM consent WHERE account_id = ? ORDER BY client_id",
                userId));
    }

    @Override
    public void allow(String userId, String clientId, Set<String> scopes, Instant now) {
        sql.transaction(in -> {
            Optional<Set<String>> before = consent(in, userId, clientId);
            Set<String> all = new TreeSet<>(scopes);
            before.ifPresent(all::addAll);
            if (before.isPresent()) {
                in.update(
                        "UPDATE consent SET scopes = ?, given = ? WHERE account_id = ? AND client_id = ?",
                        all,
                        now,
                        userId,
                        clientId);
            } else {
                in.insertOrRetry(
                        "INSERT INTO consent (account_id, client_id, scopes, given) VALUES (?, ?, ?, ?)",
                        userId,
                        clientId,
                        all,
                        now);
            }
            return all;
        });
    }

    @Override
    public boolean withdrawConsent(String userId, String clientId) {
        return sql.transaction(
                in -> in.update("DELETE FROM consent WHERE account_id = ? AND client_id = ?", userId, clientId) > 0);
    }

    @Override
    public boolean originAllowed(String origin) {
        return sql.transaction(in -> in.first(
                        row -> row.text("client_id"),
                        "SELECT o.client_id FROM client_origin o JOIN client c ON c.id = o.client_id"
                                + " WHERE o.origin = ? AND c.enabled = TRUE LIMIT 1",
                        origin))
                .isPresent();
    }

    private static Optional<Client> client(Transaction in, String id) throws SQLException {
        List<Secret> secrets = in.list(
                row -> new Secret(row.text("id"), row.text("hash"), row.time("created"), row.timeOrNull("expires")),
                "SELECT * FROM client_secret WHERE client_id = ? ORDER BY created, id",
                id);
        Set<String> origins = new LinkedHashSet<>(in.list(
                row -> row.text("origin"), "SELECT origin FROM client_origin WHERE client_id = ? ORDER BY origin", id));
        return in.first(row -> client(row, secrets, origins), "SELECT * FROM client WHERE id = ?", id);
    }

    private static Client client(Row row, List<Secret> secrets, Set<String> origins) throws SQLException {
        return new Client(
                row.text("id"),
                row.text("name"),
                row.flag("enabled"),
                row.text("authentication"),
                row.lines("redirect_uris"),
                row.lines("post_logout_redirect_uris"),
                origins,
                row.lineSet("grant_types"),
                row.lineSet("scopes"),
                secrets,
                row.textOrNull("jwks"),
                row.flag("pkce_required"),
                row.flag("consent_required"),
                row.text("id_token_algorithm"),
                row.time("created"),
                row.timeOrNull("not_before"),
                row.number("version"));
    }
}

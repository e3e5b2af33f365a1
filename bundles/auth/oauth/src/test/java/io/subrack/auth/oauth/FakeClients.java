/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Clients in memory. */
final class FakeClients implements ClientStore {
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final Map<String, Consent> consents = new ConcurrentHashMap<>();
    volatile boolean down;

    void put(Client client) {
        clients.put(client.id(), client);
    }

    @Override
    public Optional<Client> client(String id) {
        check();
        return Optional.ofNullable(clients.get(id));
    }

    @Override
    public List<Client> clients(String query, String afterId, int limit) {
        check();
        return List.copyOf(clients.values());
    }

    @Override
    public void create(Client client) {
        check();
        if (clients.putIfAbsent(client.id(), client) != null) {
            throw new StoreConflictException("taken");
        }
    }

    @Override
    public Client update(Client client) {
        check();
        clients.put(client.id(), client);
        return client;
    }

    @Override
    public boolean deleteClient(String id) {
        check();
        return clients.remove(id) != null;
    }

    @Override
    public Set<String> consent(String userId, String clientId) {
        check();
        return Optional.ofNullable(consents.get(userId + " " + clientId))
                .map(Consent::scopes)
                .orElse(Set.of());
    }

    @Override
    public List<Consent> consents(String userId) {
        check();
        return consents.values().stream()
                .filter(consent -> consent.userId().equals(userId))
                .toList();
    }

    @Override
    public void allow(String userId, String clientId, Set<String> scopes, Instant now) {
        check();
        Set<String> all = new TreeSet<>(consent(userId, clientId));
        all.addAll(scopes);
        consents.put(userId + " " + clientId, new Consent(userId, clientId, all, now));
    }

    @Override
    public boolean withdrawConsent(String userId, String clientId) {
        check();
        return consents.remove(userId + " " + clientId) != null;
    }

    @Override
    public boolean originAllowed(String origin) {
        check();
        return clients.values().stream()
                .anyMatch(client -> client.enabled() && client.origins().contains(origin));
    }

    private void check() {
        if (down) {
            throw new StoreUnavailableException("the database is down", new IllegalStateException());
        }
    }
}

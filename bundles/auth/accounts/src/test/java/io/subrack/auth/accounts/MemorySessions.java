/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.SessionStore;
import io.subrack.auth.spi.StoreConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sessions, API tokens and failed logins in memory. */
final class MemorySessions implements SessionStore {
    private final Runnable check;
    private final Map<String, Failures> failures = new HashMap<>();
    final Map<String, Session> byId = new HashMap<>();
    final Map<String, ApiToken> tokens = new HashMap<>();
    int touches;

    /** @param check throws while the store is down */
    MemorySessions(Runnable check) {
        this.check = check;
    }

    @Override
    public synchronized List<Session> sessions(Instant now) {
        check.run();
        return byId.values().stream()
                .filter(session -> session.expires().isAfter(now))
                .toList();
    }

    @Override
    public synchronized void save(Session session) {
        check.run();
        byId.put(session.id(), session);
    }

    @Override
    public synchronized void touch(List<Session> used) {
        check.run();
        touches++;
        used.forEach(session -> byId.replace(session.id(), session));
    }

    @Override
    public synchronized boolean deleteSession(String id) {
        check.run();
        return byId.remove(id) != null;
    }

    @Override
    public synchronized List<String> deleteSessions(String userId, String exceptId) {
        check.run();
        var ids = new ArrayList<>(byId.values().stream()
                .filter(session ->
                        session.userId().equals(userId) && !session.id().equals(exceptId))
                .map(Session::id)
                .toList());
        ids.forEach(byId::remove);
        return ids;
    }

    @Override
    public synchronized List<ApiToken> apiTokens() {
        check.run();
        return List.copyOf(tokens.values());
    }

    @Override
    public synchronized void create(ApiToken token) {
        check.run();
        if (tokens.values().stream()
                .anyMatch(other ->
                        other.userId().equals(token.userId()) && other.name().equals(token.name()))) {
            throw new StoreConflictException("the name is taken");
        }
        tokens.put(token.id(), token);
    }

    @Override
    public synchronized void touchApiToken(String id, Instant used) {
        check.run();
        touches++;
        var token = tokens.get(id);
        tokens.put(
                id,
                new ApiToken(
                        id,
                        token.hash(),
                        token.userId(),
                        token.name(),
                        token.scopes(),
                        token.created(),
                        token.expires(),
                        used));
    }

    @Override
    public synchronized List<Failures> failures(Instant since) {
        check.run();
        failures.values().removeIf(failed -> failed.last().isBefore(since));
        return List.copyOf(failures.values());
    }

    @Override
    public synchronized void keep(List<Failures> changed) {
        check.run();
        for (var failed : changed) {
            failures.put(failed.id(), failed);
            failures.values().removeIf(row -> row.count() == 0);
        }
    }

    @Override
    public synchronized boolean deleteApiToken(String id) {
        check.run();
        return tokens.remove(id) != null;
    }
}

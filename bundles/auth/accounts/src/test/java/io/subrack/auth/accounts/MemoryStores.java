/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.SessionStore;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stores, in memory; can be down. */
final class MemoryStores {
    final Users users = new Users();
    final Sessions sessions = new Sessions();
    final Grants grants = new Grants();
    volatile boolean down;

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the database is down", new IOException());
        }
    }

    AccountState.Stores all() {
        return new AccountState.Stores(users, sessions, grants);
    }

    final class Users implements UserStore {
        private final Map<String, User> byId = new HashMap<>();
        private final Map<String, SecondFactor> factors = new HashMap<>();
        private final Map<String, Long> steps = new HashMap<>();
        private final Map<String, Role> roles = new HashMap<>();
        private final Map<String, Group> groups = new HashMap<>();
        private boolean claimed;

        @Override
        public synchronized Optional<User> user(String id) {
            up();
            return Optional.ofNullable(byId.get(id));
        }

        @Override
        public synchronized Optional<User> userByName(String name) {
            up();
            return byId.values().stream()
                    .filter(user -> user.name().equalsIgnoreCase(name))
                    .findFirst();
        }

        @Override
        public synchronized List<User> users(String query, String afterName, int limit) {
            up();
            return byId.values().stream()
                    .filter(user -> (user.name() + user.displayName() + user.email()).contains(query))
                    .filter(user -> user.name().compareTo(afterName) > 0)
                    .sorted(Comparator.comparing(User::name))
                    .limit(limit)
                    .toList();
        }

        @Override
        public synchronized void create(User user) {
            if (userByName(user.name()).isPresent()) {
                throw new StoreConflictException("the name is taken");
            }
            byId.put(user.id(), version(user, 1));
        }

        @Override
        public synchronized User update(User user) {
            var stored = user(user.id());
            if (stored.isEmpty() || stored.get().version() != user.version()) {
                throw new StoreConflictException("changed meanwhile");
            }
            if (userByName(user.name())
                    .filter(other -> !other.id().equals(user.id()))
                    .isPresent()) {
                throw new StoreConflictException("the name is taken");
            }
            byId.put(user.id(), version(user, user.version() + 1));
            return byId.get(user.id());
        }

        private User version(User user, long version) {
            return new User(
                    user.id(),
                    user.name(),
                    user.displayName(),
                    user.email(),
                    user.enabled(),
                    user.passwordHash(),
                    user.roles(),
                    user.groups(),
                    user.created(),
                    user.passwordChanged(),
                    user.notBefore(),
                    version);
        }

        @Override
        public synchronized boolean deleteUser(String id) {
            up();
            factors.remove(id);
            sessions.deleteSessions(id, null);
            sessions.tokens.values().removeIf(token -> token.userId().equals(id));
            return byId.remove(id) != null;
        }

        @Override
        public synchronized Optional<SecondFactor> secondFactor(String userId) {
            up();
            return Optional.ofNullable(factors.get(userId));
        }

        @Override
        public synchronized void save(SecondFactor factor) {
            up();
            factors.put(factor.userId(), factor);
        }

        @Override
        public synchronized boolean removeSecondFactor(String userId) {
            up();
            steps.remove(userId);
            return factors.remove(userId) != null;
        }

        @Override
        public synchronized boolean takeStep(String userId, long step) {
            up();
            if (steps.getOrDefault(userId, Long.MIN_VALUE) >= step) {
                return false;
            }
            steps.put(userId, step);
            return true;
        }

        @Override
        public synchronized boolean takeRecoveryCode(String userId, String hash) {
            up();
            var factor = factors.get(userId);
            if (factor == null || !factor.recoveryHashes().contains(hash)) {
                return false;
            }
            var left = new HashSet<>(factor.recoveryHashes());
            left.remove(hash);
            factors.put(userId, new SecondFactor(userId, factor.sealedSecret(), true, left, factor.created()));
            return true;
        }

        @Override
        public synchronized List<Role> roles() {
            up();
            return List.copyOf(roles.values());
        }

        @Override
        public synchronized void save(Role role) {
            up();
            roles.put(role.name(), role);
        }

        @Override
        public synchronized boolean deleteRole(String name) {
            up();
            return roles.remove(name) != null;
        }

        @Override
        public synchronized List<Group> groups() {
            up();
            return List.copyOf(groups.values());
        }

        @Override
        public synchronized void save(Group group) {
            up();
            groups.put(group.name(), group);
        }

        @Override
        public synchronized boolean deleteGroup(String name) {
            up();
            return groups.remove(name) != null;
        }

        @Override
        public synchronized boolean claimed() {
            up();
            return claimed;
        }

        @Override
        public synchronized boolean claim(User first) {
            up();
            if (claimed) {
                return false;
            }
            claimed = true;
            create(first);
            return true;
        }
    }

    final class Sessions implements SessionStore {
        private final Map<String, Failures> failures = new HashMap<>();
        final Map<String, Session> byId = new HashMap<>();
        final Map<String, ApiToken> tokens = new HashMap<>();
        int touches;

        @Override
        public synchronized List<Session> sessions(Instant now) {
            up();
            return byId.values().stream()
                    .filter(session -> session.expires().isAfter(now))
                    .toList();
        }

        @Override
        public synchronized void save(Session session) {
            up();
            byId.put(session.id(), session);
        }

        @Override
        public synchronized void touch(List<Session> used) {
            up();
            touches++;
            used.forEach(session -> byId.replace(session.id(), session));
        }

        @Override
        public synchronized boolean deleteSession(String id) {
            up();
            return byId.remove(id) != null;
        }

        @Override
        public synchronized List<String> deleteSessions(String userId, String exceptId) {
            up();
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
            up();
            return List.copyOf(tokens.values());
        }

        @Override
        public synchronized void create(ApiToken token) {
            up();
            if (tokens.values().stream()
                    .anyMatch(other -> other.userId().equals(token.userId())
                            && other.name().equals(token.name()))) {
                throw new StoreConflictException("the name is taken");
            }
            tokens.put(token.id(), token);
        }

        @Override
        public synchronized void touchApiToken(String id, Instant used) {
            up();
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
            up();
            failures.values().removeIf(failed -> failed.last().isBefore(since));
            return List.copyOf(failures.values());
        }

        @Override
        public synchronized void keep(List<Failures> changed) {
            up();
            for (var failed : changed) {
                failures.put(failed.id(), failed);
                failures.values().removeIf(row -> row.count() == 0);
            }
        }

        @Override
        public synchronized boolean deleteApiToken(String id) {
            up();
            return tokens.remove(id) != null;
        }
    }

    /** Only what accounts use. */
    final class Grants implements GrantStore {
        final List<Grant> alive = new ArrayList<>();
        final Set<String> allRevokedOf = new HashSet<>();

        @Override
        public List<Grant> grants(String userId, Instant now) {
            up();
            return alive.stream().filter(grant -> grant.userId().equals(userId)).toList();
        }

        @Override
        public boolean revoke(String grantId, Instant now) {
            return alive.removeIf(grant -> grant.id().equals(grantId));
        }

        @Override
        public List<String> alive(String userId, String clientId, Instant now) {
            return grants(userId, now).stream()
                    .filter(grant -> clientId == null || grant.clientId().equals(clientId))
                    .map(Grant::id)
                    .toList();
        }

        @Override
        public void move(String userId, String fromSession, String toSession) {
            alive.replaceAll(grant -> grant.userId().equals(userId) && fromSession.equals(grant.sessionId())
                    ? new Grant(
                            grant.id(),
                            userId,
                            grant.clientId(),
                            grant.scopes(),
                            toSession,
                            grant.authenticated(),
                            grant.methods(),
                            grant.created(),
                            grant.expires(),
                            grant.revoked())
                    : grant);
        }

        @Override
        public List<String> revokeAll(String userId, String clientId, Instant now) {
            up();
            allRevokedOf.add(userId);
            var ended = grants(userId, now).stream().map(Grant::id).toList();
            alive.removeIf(grant -> grant.userId().equals(userId));
            return ended;
        }

        @Override
        public void create(Grant grant, Code code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Redemption redeem(String codeHash, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean addRefreshToken(String grantId, String tokenHash, Instant now, Instant idleExpires) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Redemption rotate(
                String tokenHash, String successorHash, Instant now, Instant idleExpires, Duration grace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Grant> byRefreshToken(String tokenHash, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Grant> grant(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void create(DeviceRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<DeviceRequest> deviceByUserCode(String userCode, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean answerDevice(String userCode, Grant grant, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DevicePoll pollDevice(String deviceCodeHash, String clientId, Instant now) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void purge(Instant before) {
            throw new UnsupportedOperationException();
        }
    }
}

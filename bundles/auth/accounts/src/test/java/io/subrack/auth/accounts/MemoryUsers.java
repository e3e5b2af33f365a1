/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.UserStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users, roles and groups in memory. */
final class MemoryUsers implements UserStore {
    private final MemorySessions sessions;
    private final Runnable check;
    private final Map<String, User> byId = new HashMap<>();
    private final Map<String, SecondFactor> factors = new HashMap<>();
    private final Map<String, Long> steps = new HashMap<>();
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private boolean claimed;

    /**
     * @param sessions what goes with the users
     * @param check throws while the store is down
     */
    MemoryUsers(MemorySessions sessions, Runnable check) {
        this.sessions = sessions;
        this.check = check;
    }

    @Override
    public synchronized Optional<User> user(String id) {
        check.run();
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public synchronized Optional<User> userByName(String name) {
        check.run();
        return byId.values().stream()
                .filter(user -> user.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public synchronized List<User> users(String query, String afterName, int limit) {
        check.run();
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
        check.run();
        factors.remove(id);
        sessions.deleteSessions(id, null);
        sessions.tokens.values().removeIf(token -> token.userId().equals(id));
        return byId.remove(id) != null;
    }

    @Override
    public synchronized Optional<SecondFactor> secondFactor(String userId) {
        check.run();
        return Optional.ofNullable(factors.get(userId));
    }

    @Override
    public synchronized void save(SecondFactor factor) {
        check.run();
        factors.put(factor.userId(), factor);
    }

    @Override
    public synchronized boolean removeSecondFactor(String userId) {
        check.run();
        steps.remove(userId);
        return factors.remove(userId) != null;
    }

    @Override
    public synchronized boolean takeStep(String userId, long step) {
        check.run();
        if (steps.getOrDefault(userId, Long.MIN_VALUE) >= step) {
            return false;
        }
        steps.put(userId, step);
        return true;
    }

    @Override
    public synchronized boolean takeRecoveryCode(String userId, String hash) {
        check.run();
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
        check.run();
        return List.copyOf(roles.values());
    }

    @Override
    public synchronized void save(Role role) {
        check.run();
        roles.put(role.name(), role);
    }

    @Override
    public synchronized boolean deleteRole(String name) {
        check.run();
        return roles.remove(name) != null;
    }

    @Override
    public synchronized List<Group> groups() {
        check.run();
        return List.copyOf(groups.values());
    }

    @Override
    public synchronized void save(Group group) {
        check.run();
        groups.put(group.name(), group);
    }

    @Override
    public synchronized boolean deleteGroup(String name) {
        check.run();
        return groups.remove(name) != null;
    }

    @Override
    public synchronized boolean claimed() {
        check.run();
        return claimed;
    }

    @Override
    public synchronized boolean claim(User first) {
        check.run();
        if (claimed) {
            return false;
        }
        claimed = true;
        create(first);
        return true;
    }
}

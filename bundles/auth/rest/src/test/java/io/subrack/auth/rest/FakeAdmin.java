/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Users in memory, without rules; notes what it was asked for. */
final class FakeAdmin implements AccountAdmin {
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    final TreeMap<String, User> users = new TreeMap<>();
    final TreeMap<String, Role> roles = new TreeMap<>();
    final TreeMap<String, Group> groups = new TreeMap<>();
    final List<Session> sessions = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    boolean down;

    void add(String name) {
        users.put(name, user(name, Set.of("viewer"), 3));
    }

    /** Begins a session; each is used a minute after it began. */
    void addSession(String id, Instant created) {
        var used = created.plusSeconds(60);
        sessions.add(new Session(id, "ada", created, created, List.of("pwd"), used, NOW, "192.0.2.9", "browser"));
    }

    /** Notes that a session was used now. */
    void use(String id) {
        sessions.replaceAll(session -> session.id().equals(id)
                ? new Session(id, "ada", session.created(), session.created(), List.of("pwd"), NOW, NOW, "", "")
                : session);
    }

    private static User user(String name, Set<String> roles, long version) {
        return new User(name, name, name, "", true, "$argon2id$secret", roles, Set.of(), NOW, NOW, null, version);
    }

    private void note(String what, By by) {
        asked.add(what + " by " + by.caller().subject() + " from " + by.origin().address() + " "
                + by.origin().requestId());
    }

    @Override
    public Optional<User> user(String id) {
        if (down) {
            throw new StoreUnavailableException("down", new IOException());
        }
        return Optional.ofNullable(users.get(id));
    }

    @Override
    public List<User> users(String query, String afterName, int limit) {
        return users.tailMap(afterName, false).values().stream()
                .filter(user -> user.name().contains(query))
                .limit(limit)
                .toList();
    }

    @Override
    public WithToken create(NewUser fresh, By by) {
        note("create " + fresh.name(), by);
        return new WithToken(user(fresh.name(), fresh.roles(), 1), "sru_once", NOW);
    }

    @Override
    public User update(String id, UserChange change, long version, By by) {
        note("update " + id + " version " + version + " " + change, by);
        return users.get(id);
    }

    @Override
    public void delete(String id, By by) {
        if (users.remove(id) == null) {
            throw new ProblemException(AccountProblem.UNKNOWN, "there is no such user");
        }
        note("delete " + id, by);
    }

    @Override
    public WithToken resetPassword(String id, By by) {
        note("reset " + id, by);
        return new WithToken(users.get(id), "sru_once", NOW);
    }

    @Override
    public User revokeCredentials(String id, By by) {
        note("revoke " + id, by);
        return users.get(id);
    }

    @Override
    public boolean removeSecondFactor(String id, By by) {
        note("second factor of " + id, by);
        return true;
    }

    @Override
    public void mayChange(String userId, By by) {
        note("may change " + userId, by);
    }

    @Override
    public boolean hasSecondFactor(String id) {
        return false;
    }

    @Override
    public List<Session> sessions(String userId) {
        return sessions.stream()
                .sorted(Comparator.comparing(Session::lastUsed).reversed())
                .toList();
    }

    @Override
    public void endSession(String sessionId, By by) {
        note("end " + sessionId, by);
    }

    @Override
    public int endSessions(String userId, By by) {
        note("end all of " + userId, by);
        return 1;
    }

    @Override
    public List<Role> roles() {
        return List.copyOf(roles.values());
    }

    @Override
    public boolean save(Role role, By by) {
        return roles.put(role.name(), role) == null;
    }

    @Override
    public void deleteRole(String name, By by) {
        if (roles.remove(name) == null) {
            throw new ProblemException(AccountProblem.UNKNOWN, "there is no such role");
        }
        note("delete role " + name, by);
    }

    @Override
    public List<Group> groups() {
        return List.copyOf(groups.values());
    }

    @Override
    public boolean save(Group group, By by) {
        return groups.put(group.name(), group) == null;
    }

    @Override
    public void deleteGroup(String name, By by) {
        if (groups.remove(name) == null) {
            throw new ProblemException(AccountProblem.UNKNOWN, "there is no such group");
        }
        note("delete group " + name, by);
    }
}

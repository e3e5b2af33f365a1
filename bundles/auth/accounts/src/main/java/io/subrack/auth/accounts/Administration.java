/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What admins do with the accounts of others. Changes that can take an admin away happen one after the other. */
@Component(service = AccountAdmin.class)
public final class Administration implements AccountAdmin {
    private final AccountState state;
    private final Permissions permissions;
    private final RightsAdmin rights;
    private final ReentrantLock lock = new ReentrantLock();

    @Activate
    public Administration(@Reference AccountState state) {
        this.state = state;
        this.permissions = new Permissions(state);
        this.rights = new RightsAdmin(state, permissions);
    }

    @Override
    public Optional<User> user(String id) {
        return Names.isPrintable(id) ? state.users.user(id) : Optional.empty();
    }

    @Override
    public List<User> users(String query, String afterName, int limit) {
        if (!Names.isPrintable(query) || !Names.isPrintable(afterName)) {
            return List.of(); // no name has such characters, and not every store takes them
        }
        return state.users.users(query, afterName, limit);
    }

    @Override
    public WithToken create(NewUser fresh, By by) {
        return ordered(() -> {
            var user = Edits.fresh(
                    Names.user(fresh.name()),
                    Names.text("a display name", fresh.displayName()),
                    Names.email(fresh.email()),
                    "",
                    fresh.roles(),
                    fresh.groups(),
                    state.clock.instant());
            permissions.mustExist(user.roles(), user.groups());
            var known = state.people.rights();
            permissions.mayHandle(by, "user", user.name(), known.scopesOf(user));
            permissions.mayGive(by, "user", user.name(), Set.of(), known.rolesOf(user));
            var token = Opaque.fresh(Opaque.SETUP);
            var mark = mark(token);
            try {
                state.users.create(Edits.password(user, mark.text(), user.created()));
            } catch (StoreConflictException e) {
                throw nameTaken(user.name());
            }
            state.audit.admin(AuditTypes.USER_CREATED, by, "user", user.id(), "name", user.name(), "roles", text(user));
            return new WithToken(existing(user.id()), token, mark.expires());
        });
    }

    @Override
    public User update(String id, UserChange change, long version, By by) {
        return ordered(() -> {
            var current = existing(id);
            if (version >= 0 && version != current.version()) {
                throw changed();
            }
            var next = Edits.change(current, checked(change));
            var known = state.people.rights();
            permissions.mustExist(added(next.roles(), current.roles()), added(next.groups(), current.groups()));
            permissions.mayTouch(by, "user", id, known.rolesOf(current), known);
            permissions.mayHandle(by, "user", id, known.scopesOf(next));
            permissions.mayGive(by, "user", id, known.rolesOf(current), known.rolesOf(next));
            if (known.isAdmin(current) && !known.isAdmin(next)) {
                permissions.keepAnAdmin(known, user -> user.id().equals(id) ? Optional.of(next) : Optional.of(user));
            }
            return stored(current, next, change.roles() != null || change.groups() != null, by);
        });
    }

    private User stored(User current, User next, boolean asksForRights, By by) {
        var updated = state.people.exclusively(current.id(), () -> {
            try {
                var user = state.users.update(next);
                state.people.remember(user);
                return user;
            } catch (StoreConflictException e) {
                throw next.name().equalsIgnoreCase(current.name()) ? changed() : conflict(next);
            }
        });
        // Not only on a change: what a failure left undone is done by asking for the same again.
        if (!updated.enabled()) {
            state.people.exclusively(updated.id(), () -> state.endAll(updated.id(), null));
        } else if (asksForRights) {
            state.revocations.subject(updated.id());
        }
        state.audit.admin(
                AuditTypes.USER_CHANGED,
                by,
                "user",
                updated.id(),
                "name",
                updated.name(),
                "enabled",
                Boolean.toString(updated.enabled()),
                "roles",
                text(updated));
        return updated;
    }

    private ProblemException conflict(User next) {
        var holder = state.users.userByName(next.name());
        return holder.isPresent() && !holder.get().id().equals(next.id()) ? nameTaken(next.name()) : changed();
    }

    @Override
    public void delete(String id, By by) {
        ordered(() -> {
            var user = handled(id, by);
            var known = state.people.rights();
            if (known.isAdmin(user)) {
                permissions.keepAnAdmin(known, other -> other.id().equals(id) ? Optional.empty() : Optional.of(other));
            }
            state.people.exclusively(id, () -> {
                state.endAll(id, null);
                state.users.deleteUser(id);
                state.apiTokens.forget(id);
                state.people.forget(id);
            });
            state.audit.admin(AuditTypes.USER_DELETED, by, "user", id, "name", user.name());
            return true;
        });
    }

    @Override
    public WithToken resetPassword(String id, By by) {
        handled(id, by);
        var token = Opaque.fresh(Opaque.SETUP);
        var mark = mark(token);
        var updated = state.people.exclusively(id, () -> {
            var user = state.people.change(id, stored -> Edits.password(stored, mark.text(), state.clock.instant()));
            state.endAll(id, null);
            return user;
        });
        state.audit.admin(AuditTypes.USER_CHANGED, by, "user", id, "change", "reset by one-time link; API tokens stay");
        return new WithToken(updated, token, mark.expires());
    }

    @Override
    public User revokeCredentials(String id, By by) {
        handled(id, by);
        var updated = state.people.exclusively(id, () -> {
            var user = state.people.change(id, stored -> Edits.notBefore(stored, state.clock.instant()));
            state.endAll(id, null);
            return user;
        });
        state.audit.admin(AuditTypes.USER_CHANGED, by, "user", id, "change", "everything issued so far is void");
        return updated;
    }

    @Override
    public boolean removeSecondFactor(String id, By by) {
        handled(id, by);
        boolean removed = state.users.removeSecondFactor(id);
        if (removed) {
            state.audit.admin(AuditTypes.SECOND_FACTOR_DISABLED, by, "user", id);
        }
        return removed;
    }

    @Override
    public boolean hasSecondFactor(String id) {
        return state.users.secondFactor(id).filter(factor -> factor.confirmed()).isPresent();
    }

    @Override
    public void mayChange(String userId, By by) {
        user(userId).ifPresent(user -> mayTouch(user, by));
    }

    @Override
    public List<Session> sessions(@Nullable String userId) {
        return state.sessions.of(userId);
    }

    @Override
    public void endSession(String sessionId, By by) {
        var session = state.sessions
                .byId(sessionId)
                .orElseThrow(
                        () -> new ProblemException(AccountProblem.UNKNOWN, "there is no such session; it may be over"));
        handled(session.userId(), by);
        state.sessions.end(sessionId);
        state.audit.admin(AuditTypes.SESSION_REVOKED, by, "user", session.userId(), "session.id", sessionId);
    }

    @Override
    public int endSessions(String userId, By by) {
        handled(userId, by);
        int ended = state.people.exclusively(userId, () -> state.endAll(userId, null));
        state.audit.admin(AuditTypes.SESSION_REVOKED, by, "user", userId, "sessions", Integer.toString(ended));
        return ended;
    }

    @Override
    public List<Role> roles() {
        return state.people.rights().roles();
    }

    @Override
    public boolean save(Role role, By by) {
        return ordered(() -> rights.save(role, by));
    }

    @Override
    public void deleteRole(String name, By by) {
        ordered(() -> rights.deleteRole(name, by));
    }

    @Override
    public List<Group> groups() {
        return state.people.rights().groups();
    }

    @Override
    public boolean save(Group group, By by) {
        return ordered(() -> rights.save(group, by));
    }

    @Override
    public void deleteGroup(String name, By by) {
        ordered(() -> rights.deleteGroup(name, by));
    }

    private <T> T ordered(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    private ResetMark mark(String token) {
        return new ResetMark(Opaque.hash(token), state.clock.instant().plus(state.settings.resetLifetime()));
    }

    private User existing(String id) {
        return user(id).orElseThrow(
                        () -> new ProblemException(AccountProblem.UNKNOWN, "there is no user with the id " + id));
    }

    private User handled(String id, By by) {
        var user = existing(id);
        mayTouch(user, by);
        return user;
    }

    private void mayTouch(User user, By by) {
        var known = state.people.rights();
        permissions.mayTouch(by, "user", user.id(), known.rolesOf(user), known);
    }

    private static UserChange checked(UserChange change) {
        return new UserChange(
                change.name() == null ? null : Names.user(change.name()),
                change.displayName() == null ? null : Names.text("a display name", change.displayName()),
                change.email() == null ? null : Names.email(change.email()),
                change.enabled(),
                change.roles(),
                change.groups());
    }

    private static Set<String> added(Set<String> next, Set<String> current) {
        var added = new TreeSet<>(next);
        added.removeAll(current);
        return added;
    }

    private static String text(User user) {
        return String.join(" ", new TreeSet<>(user.roles()));
    }

    private static ProblemException nameTaken(String name) {
        return new ProblemException(AccountProblem.CONFLICT, "the name " + name + " is taken; choose another");
    }

    private static ProblemException changed() {
        return new ProblemException(
                AccountProblem.CHANGED, "somebody else has changed the user meanwhile; read it again");
    }
}

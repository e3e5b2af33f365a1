/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.ProblemException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Changes roles and groups. Called by one thread at a time. */
final class RightsAdmin {
    private static final int MAX_SCOPES = 200;
    private static final int MAX_NAMED = 500;

    /** RFC 6749, section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");

    private final AccountState state;
    private final Permissions permissions;

    RightsAdmin(AccountState state, Permissions permissions) {
        this.state = state;
        this.permissions = permissions;
    }

    boolean save(Role role, By by) {
        Names.word("role", role.name());
        refuseBuiltIn(role.name());
        var known = state.people.readRights();
        var old = known.roles().stream()
                .filter(other -> other.name().equals(role.name()))
                .findFirst();
        if (role.scopes().size() > MAX_SCOPES
                || !role.scopes().stream()
                        .allMatch(scope -> SCOPE.matcher(scope).matches())) {
            throw bad("a role has at most " + MAX_SCOPES
                    + " scopes: printing ASCII characters without blanks, quotes and backslashes");
        }
        refuseTooMany(known.roles().size(), old.isEmpty(), "roles");
        var fresh = new Role(role.name(), Names.text("a description", role.description()), role.scopes(), false);
        old.ifPresent(before -> permissions.mayTouch(by, "role", role.name(), Set.of(before.name()), known));
        permissions.mayHandle(by, "role", role.name(), fresh.scopes());
        state.users.save(fresh);
        state.people.use(known.with(fresh));
        if (old.isPresent() && !isMore(fresh.scopes(), old.get().scopes())) {
            endTokens(user -> known.rolesOf(user).contains(role.name()));
        }
        state.audit.admin(
                old.isEmpty() ? AuditTypes.ROLE_CREATED : AuditTypes.ROLE_CHANGED,
                by,
                "role",
                role.name(),
                "scopes",
                text(fresh.scopes()));
        return old.isEmpty();
    }

    boolean deleteRole(String name, By by) {
        refuseBuiltIn(name);
        var known = state.people.readRights();
        if (!known.hasRole(name)) {
            throw new ProblemException(AccountProblem.UNKNOWN, "there is no such role");
        }
        permissions.mayTouch(by, "role", name, Set.of(name), known);
        refuseIfUsed(name, known);
        state.users.deleteRole(name);
        state.people.use(known.withoutRole(name));
        state.audit.admin(AuditTypes.ROLE_DELETED, by, "role", name);
        return true;
    }

    /** A name that comes back later must not give its new scopes to those who had the old role. */
    private void refuseIfUsed(String role, Rights known) {
        for (var group : known.groups()) {
            if (group.roles().contains(role)) {
                throw new ProblemException(
                        AccountProblem.CONFLICT, "the group " + group.name() + " has this role; take it away first");
            }
        }
        permissions.eachUser(user -> {
            if (user.roles().contains(role)) {
                throw new ProblemException(
                        AccountProblem.CONFLICT, "the user " + user.name() + " has this role; take it away first");
            }
        });
    }

    boolean save(Group group, By by) {
        Names.word("group", group.name());
        var known = state.people.readRights();
        boolean isNew = !known.hasGroup(group.name());
        refuseTooMany(known.groups().size(), isNew, "groups");
        permissions.mustExist(group.roles(), Set.of());
        var fresh = new Group(group.name(), Names.text("a description", group.description()), group.roles());
        var before = known.rolesOf(Set.of(), Set.of(group.name()));
        permissions.mayTouch(by, "group", group.name(), before, known);
        permissions.mayHandle(by, "group", group.name(), known.scopes(group.roles()));
        permissions.mayGive(by, "group", group.name(), before, group.roles());
        permissions.keepAnAdmin(known.with(fresh), Optional::of);
        state.users.save(fresh);
        state.people.use(known.with(fresh));
        if (!isNew && !isMore(fresh.roles(), before)) {
            endTokens(user -> user.groups().contains(group.name()));
        }
        state.audit.admin(
                isNew ? AuditTypes.GROUP_CREATED : AuditTypes.GROUP_CHANGED,
                by,
                "group",
                group.name(),
                "roles",
                text(fresh.roles()));
        return isNew;
    }

    boolean deleteGroup(String name, By by) {
        var known = state.people.readRights();
        if (!known.hasGroup(name)) {
            throw new ProblemException(AccountProblem.UNKNOWN, "there is no such group");
        }
        permissions.mayTouch(by, "group", name, known.rolesOf(Set.of(), Set.of(name)), known);
        permissions.eachUser(user -> {
            if (user.groups().contains(name)) {
                throw new ProblemException(
                        AccountProblem.CONFLICT, "the user " + user.name() + " is in this group; take it out first");
            }
        });
        state.users.deleteGroup(name);
        state.people.use(known.withoutGroup(name));
        state.audit.admin(AuditTypes.GROUP_DELETED, by, "group", name);
        return true;
    }

    /**
     * Ends access tokens that say more than their users may now. Also after a change that changes nothing: it may be the
     * second attempt at one that got half-way.
     */
    private void endTokens(Predicate<User> concerned) {
        permissions.eachUser(user -> {
            if (concerned.test(user)) {
                state.revocations.subject(user.id());
            }
        });
    }

    private static boolean isMore(Set<String> fresh, Set<String> old) {
        return fresh.size() > old.size() && fresh.containsAll(old);
    }

    private static void refuseBuiltIn(String role) {
        if (BuiltIn.is(role)) {
            throw new ProblemException(
                    AccountProblem.CONFLICT, "the role " + role + " is built in; make one with another name");
        }
    }

    private static void refuseTooMany(int present, boolean isNew, String what) {
        if (isNew && present >= MAX_NAMED) {
            throw new ProblemException(
                    AccountProblem.CONFLICT, "there are " + MAX_NAMED + " " + what + " already; delete one first");
        }
    }

    private static ProblemException bad(String message) {
        return new ProblemException(AccountProblem.BAD_VALUE, message);
    }

    private static String text(Set<String> names) {
        return String.join(" ", new TreeSet<>(names));
    }
}

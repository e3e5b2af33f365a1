/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.kernel.api.ProblemException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
        old.ifPresent(before -> permissions.mayHandle(by, "role", role.name(), before.scopes()));
        permissions.mayHandle(by, "role", role.name(), fresh.scopes());
        state.users.save(fresh);
        applied(known);
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
        permissions.mayHandle(by, "role", name, known.scopes(Set.of(name)));
        refuseIfUsed(name, known);
        state.users.deleteRole(name);
        applied(known);
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
        permissions.mayHandle(by, "group", group.name(), known.scopes(known.rolesOf(Set.of(), Set.of(group.name()))));
        permissions.mayHandle(by, "group", group.name(), known.scopes(group.roles()));
        permissions.keepAnAdmin(known.with(fresh), Optional::of);
        state.users.save(fresh);
        applied(known);
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
        permissions.mayHandle(by, "group", name, known.scopes(known.rolesOf(Set.of(), Set.of(name))));
        permissions.eachUser(user -> {
            if (user.groups().contains(name)) {
                throw new ProblemException(
                        AccountProblem.CONFLICT, "the user " + user.name() + " is in this group; take it out first");
            }
        });
        state.users.deleteGroup(name);
        applied(known);
        state.audit.admin(AuditTypes.GROUP_DELETED, by, "group", name);
        return true;
    }

    /** Lets the change hold at once, also for access tokens that say more than their users may now. */
    private void applied(Rights before) {
        var now = state.people.readRights();
        permissions.eachUser(user -> {
            if (!now.scopesOf(user).containsAll(before.scopesOf(user))
                    || !now.rolesOf(user).containsAll(before.rolesOf(user))) {
                state.revocations.subject(user.id());
            }
        });
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

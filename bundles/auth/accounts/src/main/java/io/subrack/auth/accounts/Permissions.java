/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.ProblemException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Who may change whom, and that an admin is always left. */
final class Permissions {
    private static final int PAGE = 200;

    private final AccountState state;

    Permissions(AccountState state) {
        this.state = state;
    }

    /**
     * Lets nobody give, take or touch what is beyond their own rights: otherwise who manages users could make themselves
     * an admin, or set an admin's password. What counts is the credential in hand: an admin's narrow token is narrow.
     */
    void mayHandle(By by, String kind, String id, Set<String> scopes) {
        refuse(by, kind, id, scopes, by.caller().scopes());
    }

    /** Does the same for who or what has roles; one without scopes is beyond those who do not have it. */
    void mayTouch(By by, String kind, String id, Set<String> roles, Rights known) {
        mayHandle(by, kind, id, known.scopes(roles));
        var scopeless = new TreeSet<>(roles);
        scopeless.removeIf(role -> !known.scopes(Set.of(role)).isEmpty());
        refuse(by, kind, id, scopeless, by.caller().roles());
    }

    /** Lets nobody give a role that they do not have: bundles may ask for it by its name. */
    void mayGive(By by, String kind, String id, Set<String> before, Set<String> after) {
        var added = new TreeSet<>(after);
        added.removeAll(before);
        refuse(by, kind, id, added, by.caller().roles());
    }

    private void refuse(By by, String kind, String id, Set<String> things, Set<String> own) {
        if (isUnlimited(by.caller())) {
            return;
        }
        var beyond = new TreeSet<>(things);
        beyond.removeAll(own);
        if (!beyond.isEmpty()) {
            state.audit.denied(AuditTypes.ACCESS_DENIED, by, kind, id, "beyond", String.join(" ", beyond));
            throw new ProblemException(
                    AccountProblem.BEYOND_OWN_RIGHTS,
                    "this reaches beyond your own rights by " + String.join(", ", beyond)
                            + "; ask an admin to do it, or use a credential that has this");
        }
    }

    private static boolean isUnlimited(Caller caller) {
        return caller.kind() == Caller.Kind.USER
                && caller.hasRole(BuiltIn.ADMIN)
                && caller.scopes().containsAll(BuiltIn.PLATFORM_SCOPES);
    }

    void mustExist(Collection<String> roles, Collection<String> groups) {
        var rights = state.people.rights();
        for (var role : roles) {
            if (!rights.hasRole(role)) {
                throw new ProblemException(AccountProblem.BAD_VALUE, "there is no role " + shown(role));
            }
        }
        for (var group : groups) {
            if (!rights.hasGroup(group)) {
                throw new ProblemException(AccountProblem.BAD_VALUE, "there is no group " + shown(group));
            }
        }
    }

    private static String shown(String name) {
        return "'" + name.substring(0, Math.min(name.length(), 64)) + "'";
    }

    /** @throws ProblemException if no enabled user would be admin */
    void keepAnAdmin(Rights next, Function<User, Optional<User>> after) {
        var name = "";
        while (true) {
            var page = state.users.users("", name, PAGE);
            for (var user : page) {
                if (after.apply(user).filter(next::isAdmin).isPresent()) {
                    return;
                }
                name = user.name();
            }
            if (page.size() < PAGE) {
                throw new ProblemException(
                        AccountProblem.LAST_ADMIN,
                        "nobody would be left who is enabled and has the role " + BuiltIn.ADMIN
                                + "; give it to somebody else first");
            }
        }
    }

    void eachUser(Consumer<User> action) {
        var name = "";
        while (true) {
            var page = state.users.users("", name, PAGE);
            for (var user : page) {
                action.accept(user);
                name = user.name();
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }
}

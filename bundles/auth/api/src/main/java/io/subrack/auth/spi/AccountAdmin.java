/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What admins do with the accounts of others. Nobody gives, takes or touches more than they have themselves: whoever
 * changes a user, group or role needs all the scopes that it has before and after the change, the roles without scopes that
 * it has before, and every role that it gets, unless they have the role {@code admin} and a credential with all platform
 * scopes. At least one enabled user has the role {@code admin}, always.
 * Each change is on disk, and in the audit log, when its method returns, and holds for every request that begins
 * afterwards.
 *
 * <p>All methods throw {@link StoreUnavailableException}; those with a {@link By} throw
 * {@link io.subrack.kernel.api.ProblemException} with an {@link AccountProblem}. Thread-safe.
 */
@ProviderType
public interface AccountAdmin {
    Optional<User> user(String id);

    /** Returns users as {@link UserStore#users} does. */
    List<User> users(String query, String afterName, int limit);

    /** Makes a user without a password, with a one-time token by which its person sets one. */
    WithToken create(NewUser user, By by);

    /**
     * Changes a user. One that is disabled loses all sessions, grants and access tokens, also if it was disabled before:
     * what a failure left undone is done by doing it again. Access tokens end with each change of roles or groups.
     *
     * @param version {@link User#version()} that the change was made for; negative for any
     */
    User update(String id, UserChange change, long version, By by);

    void delete(String id, By by);

    /**
     * Voids a user's password and ends sessions, grants and access tokens; API tokens stay.
     *
     * @return with a one-time token by which the person sets a new password
     */
    WithToken resetPassword(String id, By by);

    /** Voids everything that a user was given until now: sessions, grants, access tokens and API tokens. */
    User revokeCredentials(String id, By by);

    /** Takes the second factor from a user who has lost it. False if there was none. */
    boolean removeSecondFactor(String id, By by);

    boolean hasSecondFactor(String id);

    /**
     * Refuses, and audits, what reaches beyond the asker's own rights, for others who change what belongs to a user. A
     * user who is not there belongs to nobody.
     */
    void mayChange(String userId, By by);

    /** Returns the live sessions of a user, or of all if it is null; the last used first. */
    List<Session> sessions(@Nullable String userId);

    void endSession(String sessionId, By by);

    /** Ends all sessions of a user; returns how many. */
    int endSessions(String userId, By by);

    /** Returns built-in and custom roles, sorted by name. */
    List<Role> roles();

    /** Creates or replaces a custom role. True if it is new. */
    boolean save(Role role, By by);

    void deleteRole(String name, By by);

    /** Returns all groups, sorted by name. */
    List<Group> groups();

    /** Creates or replaces a group. True if it is new. */
    boolean save(Group group, By by);

    void deleteGroup(String name, By by);

    /** Who asks, and from where. */
    record By(Caller caller, Origin origin) {}

    /** A user to be made. */
    record NewUser(String name, String displayName, String email, Set<String> roles, Set<String> groups) {
        public NewUser {
            roles = Set.copyOf(roles);
            groups = Set.copyOf(groups);
        }
    }

    /** What is to be different; null for what stays. */
    record UserChange(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable Boolean enabled,
            @Nullable Set<String> roles,
            @Nullable Set<String> groups) {}

    /** A user with a token for {@link Accounts#redeemReset}, which is shown this once. */
    record WithToken(User user, String token, Instant expires) {
        /** Leaves out the token. */
        @Override
        public String toString() {
            return "reset of " + user;
        }
    }
}

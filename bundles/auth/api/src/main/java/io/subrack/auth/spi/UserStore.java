/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Users, their second factors, groups and roles. Every change is committed when its method returns. All methods throw
 * {@link StoreUnavailableException}. Thread-safe.
 */
@ProviderType
public interface UserStore {
    Optional<User> user(String id);

    /** Names are compared without regard to case. */
    Optional<User> userByName(String name);

    /**
     * Returns users sorted by name.
     *
     * @param query part of the name, display name or e-mail address; empty for all
     * @param afterName the last name of the page before; empty for the first page
     */
    List<User> users(String query, String afterName, int limit);

    /** @throws StoreConflictException if the name or id is taken */
    void create(User user);

    /**
     * Stores a changed user and returns it with its new version.
     *
     * @throws StoreConflictException if {@link User#version()} is not the stored one, or the new name is taken
     */
    User update(User user);

    /** Deletes a user with all that belongs to it: second factor, sessions, consents, API tokens, grants. */
    boolean deleteUser(String id);

    Optional<SecondFactor> secondFactor(String userId);

    void save(SecondFactor factor);

    boolean removeSecondFactor(String userId);

    /** Takes a TOTP time step once: false if this or a later one was taken before. */
    boolean takeStep(String userId, long step);

    /** Takes a recovery code once: false if there is none with this hash. */
    boolean takeRecoveryCode(String userId, String hash);

    List<Role> roles();

    /** Creates or replaces a role that is not built in. */
    void save(Role role);

    boolean deleteRole(String name);

    List<Group> groups();

    void save(Group group);

    boolean deleteGroup(String name);

    /** Says whether somebody has claimed this installation. */
    boolean claimed();

    /** Makes the first user in the transaction that also marks the installation as claimed; false if it was. */
    boolean claim(User first);

    /**
     * A person.
     *
     * @param id random, never reused
     * @param name what they log in with; 1 to 64 characters
     * @param email empty if not known
     * @param passwordHash PHC string; empty for none
     * @param roles given directly; those of the groups come on top
     * @param notBefore credentials issued before are void; null for none
     * @param version 0 for a new one
     */
    record User(
            String id,
            String name,
            String displayName,
            String email,
            boolean enabled,
            String passwordHash,
            Set<String> roles,
            Set<String> groups,
            Instant created,
            Instant passwordChanged,
            @Nullable Instant notBefore,
            long version) {
        public User {
            roles = Set.copyOf(roles);
            groups = Set.copyOf(groups);
        }

        /** Leaves out the password's hash. */
        @Override
        public String toString() {
            return "user " + name + " (" + id + ")";
        }
    }

    /**
     * A TOTP second factor (RFC 6238).
     *
     * @param sealedSecret from {@link SecretBox}
     * @param confirmed whether the user has shown one code; until then it is not asked for
     * @param recoveryHashes SHA-256 of the recovery codes that are left
     */
    record SecondFactor(
            String userId, String sealedSecret, boolean confirmed, Set<String> recoveryHashes, Instant created) {
        public SecondFactor {
            recoveryHashes = Set.copyOf(recoveryHashes);
        }

        /** Leaves out the secrets. */
        @Override
        public String toString() {
            return "second factor of " + userId;
        }
    }

    /** A named set of scopes. */
    record Role(String name, String description, Set<String> scopes, boolean builtIn) {
        public Role {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A named set of roles that its users have. */
    record Group(String name, String description, Set<String> roles) {
        public Group {
            roles = Set.copyOf(roles);
        }
    }
}

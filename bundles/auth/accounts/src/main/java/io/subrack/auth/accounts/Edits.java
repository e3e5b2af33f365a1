/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.AccountAdmin.UserChange;
import io.subrack.auth.spi.UserStore.User;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users that differ in something. */
final class Edits {
    private Edits() {}

    static User fresh(
            String name,
            String displayName,
            String email,
            String hash,
            Set<String> roles,
            Set<String> groups,
            Instant now) {
        return new User(Opaque.id(), name, displayName, email, true, hash, roles, groups, now, now, null, 0);
    }

    static User password(User user, String hash, Instant changed) {
        return copy(user, hash, changed, user.notBefore());
    }

    static User notBefore(User user, Instant instant) {
        return copy(user, user.passwordHash(), user.passwordChanged(), instant);
    }

    static User change(User user, UserChange change) {
        return new User(
                user.id(),
                or(change.name(), user.name()),
                or(change.displayName(), user.displayName()),
                or(change.email(), user.email()),
                or(change.enabled(), user.enabled()),
                user.passwordHash(),
                or(change.roles(), user.roles()),
                or(change.groups(), user.groups()),
                user.created(),
                user.passwordChanged(),
                user.notBefore(),
                user.version());
    }

    private static User copy(User user, String hash, Instant changed, @Nullable Instant notBefore) {
        return new User(
                user.id(),
                user.name(),
                user.displayName(),
                user.email(),
                user.enabled(),
                hash,
                user.roles(),
                user.groups(),
                user.created(),
                changed,
                notBefore,
                user.version());
    }

    private static <T> T or(@Nullable T fresh, T old) {
        return fresh == null ? old : fresh;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.UserStore.User;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A caller that stays the same object until its user or the roles change. Thread-safe. */
final class KnownCaller {
    private volatile @Nullable Known known;

    @SuppressWarnings("ReferenceEquality") // each change makes other objects, and to compare them whole takes time
    Caller of(User user, Rights rights, BiFunction<User, Rights, Caller> make) {
        var last = known;
        if (last == null || last.user != user || last.rights != rights) {
            last = new Known(user, rights, make.apply(user, rights));
            known = last;
        }
        return last.caller;
    }

    private record Known(User user, Rights rights, Caller caller) {}
}

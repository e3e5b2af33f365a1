/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.Revocations;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Ends access tokens and grants, in this order: while a grant is alive, who repeats this after a failure finds it, so
 * nothing is left over.
 */
final class Endings {
    private final GrantStore grants;
    private final Revocations revocations;
    private final Clock clock;

    Endings(GrantStore grants, Revocations revocations, Clock clock) {
        this.grants = grants;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Ends the access tokens that a client has; its grants stay. */
    void tokens(String clientId) {
        revocations.client(clientId);
    }

    /** Ends all that a client has. */
    void client(String clientId) {
        tokens(clientId);
        grants(null, clientId);
    }

    /** Ends the grants of a user, a client, or a user to a client, with tokens that others got for them. */
    void grants(@Nullable String userId, @Nullable String clientId) {
        grants.alive(userId, clientId, clock.instant()).forEach(revocations::grant);
        // What was granted since then ends as well.
        grants.revokeAll(userId, clientId, clock.instant()).forEach(revocations::grant);
    }

    /** Ends one grant. False if it had ended. */
    boolean grant(String id) {
        revocations.grant(id);
        return grants.revoke(id, clock.instant());
    }
}

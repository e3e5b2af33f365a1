/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The keys that sign tokens, as an admin sees them. Thread-safe. */
@ProviderType
public interface SigningKeys {
    /** Returns all keys that are published, or were within the last 90 days; newest first. */
    List<Key> list();

    /**
     * Publishes a new key of each algorithm and lets it sign after the time that caches need; those that sign now stay
     * published until their last token has ended.
     *
     * @throws StoreUnavailableException if that cannot be kept
     */
    List<Key> rotate();

    /**
     * Lets new keys sign at once and takes the old ones away: every token they signed is refused from now on.
     *
     * @throws StoreUnavailableException if that cannot be kept
     */
    List<Key> rotateNow();

    /**
     * A key without its private part.
     *
     * @param kid RFC 7638 thumbprint
     * @param retired from when on nothing is signed by it any more; null if that is not known yet
     * @param removed from when on it is no longer published; null if that is not known yet
     */
    record Key(
            String kid,
            String algorithm,
            State state,
            Instant created,
            Instant activates,
            @Nullable Instant retired,
            @Nullable Instant removed) {}

    /** Where a key is in its life. */
    enum State {
        PUBLISHED,
        SIGNING,
        RETIRED,
        REMOVED
    }
}

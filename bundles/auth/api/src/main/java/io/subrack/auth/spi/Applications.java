/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import io.subrack.auth.spi.Accounts.Origin;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The applications that may act for a person: what they were allowed, and what they have. All methods throw {@link
 * StoreUnavailableException}. Thread-safe.
 */
@ProviderType
public interface Applications {
    /** Returns what may act for a user, sorted by name. */
    List<Application> of(String userId);

    /**
     * Takes back what a user allowed an application. Its grants, refresh tokens and access tokens end at once; where users
     * are asked, it must ask again.
     *
     * @return false if there is nothing to take back
     */
    boolean withdraw(String userId, String clientId, Origin from);

    /**
     * An application that may act for a user.
     *
     * @param name as it is registered
     * @param scopes what it may do
     * @param since when that was allowed last, or granted first where users are not asked
     */
    record Application(String clientId, String name, SortedSet<String> scopes, Instant since) {
        public Application {
            scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
        }
    }
}

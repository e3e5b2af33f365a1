/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What ends before its time. Each method returns when the revocation is on disk and holds for every request that begins
 * afterwards. Thread-safe.
 */
@ProviderType
public interface Revocations {
    /**
     * Ends one access token.
     *
     * @param expires when it ends by itself
     * @throws StoreUnavailableException if that cannot be kept; it is not revoked then
     */
    void token(String tokenId, Instant expires);

    /** Ends the access tokens that were issued for a grant. @throws StoreUnavailableException as above */
    void grant(String grantId);

    /**
     * Ends the access tokens of a subject that were issued until now.
     *
     * @param subject as in {@link io.subrack.auth.api.Caller#subject()}
     * @throws StoreUnavailableException as above
     */
    void subject(String subject);

    /** Ends the access tokens that a client got until now. @throws StoreUnavailableException as above */
    void client(String clientId);
}

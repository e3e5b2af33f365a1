/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Signing keys, revocations and service accounts: what the guard keeps in memory and must survive. Every change is
 * committed when its method returns. All methods throw {@link StoreUnavailableException}. Thread-safe.
 */
@ProviderType
public interface KeyStore {
    List<StoredKey> keys();

    /** Stores new keys and the changed times of old ones, in one transaction. */
    void save(List<StoredKey> keys);

    /** Returns what is revoked and not over: token and grant ids with the time after which nobody needs to know. */
    Map<String, Instant> revoked(Instant now);

    void revoke(String id, Instant until);

    /** Returns before when credentials are void, by {@code subject:<id>} or {@code client:<id>}. */
    Map<String, Instant> notBefore();

    /** Keeps the later of the stored time and this one. */
    void notBefore(String key, Instant instant);

    List<ServiceAccount> serviceAccounts();

    void save(ServiceAccount account);

    void purge(Instant now);

    /**
     * A signing key.
     *
     * @param publicJwk JSON
     * @param sealedPrivateJwk from {@link SecretBox}; empty once it is no longer needed
     * @param removed null if that is not known yet
     */
    record StoredKey(
            String kid,
            String algorithm,
            String publicJwk,
            String sealedPrivateJwk,
            Instant created,
            Instant activates,
            @Nullable Instant retired,
            @Nullable Instant removed) {
        /** Leaves out the private part. */
        @Override
        public String toString() {
            return algorithm + " key " + kid;
        }
    }

    /**
     * The account of a capability bundle.
     *
     * @param bundle symbolic name
     * @param scopes what it was granted
     * @param revoked null while the bundle is installed
     */
    record ServiceAccount(
            String bundle,
            Set<String> scopes,
            Instant created,
            @Nullable Instant revoked) {
        public ServiceAccount {
            scopes = Set.copyOf(scopes);
        }
    }
}

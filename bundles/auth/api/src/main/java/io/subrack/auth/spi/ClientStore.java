/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * OAuth clients, and what users allowed them. Every change is committed when its method returns. All methods throw
 * {@link StoreUnavailableException}. Thread-safe.
 */
@ProviderType
public interface ClientStore {
    Optional<Client> client(String id);

    /** Returns clients sorted by id, from the one after {@code afterId}. */
    List<Client> clients(String query, String afterId, int limit);

    /** @throws StoreConflictException if the id is taken */
    void create(Client client);

    /**
     * Stores a changed client and returns it with its new version.
     *
     * @throws StoreConflictException if {@link Client#version()} is not the stored one
     */
    Client update(Client client);

    /** Deletes a client with its grants and consents. */
    boolean deleteClient(String id);

    /** Returns the scopes that a user allowed a client; empty for none. */
    Set<String> consent(String userId, String clientId);

    List<Consent> consents(String userId);

    /** Adds to what a user allowed a client. */
    void allow(String userId, String clientId, Set<String> scopes, Instant now);

    boolean withdrawConsent(String userId, String clientId);

    /** Says whether some enabled client has this origin, for CORS. */
    boolean originAllowed(String origin);

    /** What a user allowed a client. */
    record Consent(String userId, String clientId, Set<String> scopes, Instant given) {}

    /**
     * A client (RFC 6749, section 2).
     *
     * @param authentication {@code none}, {@code client_secret_basic} (which allows {@code client_secret_post} too) or
     *     {@code private_key_jwt}
     * @param redirectUris compared as strings; only the port of a loopback IP may vary (RFC 8252)
     * @param origins origins of browser applications, for CORS
     * @param grantTypes as in the {@code grant_type} parameter
     * @param scopes what it may ask for
     * @param secrets at most two that are valid
     * @param jwks public keys for {@code private_key_jwt}, a JWK set; null for none
     * @param pkceRequired may be false only for confidential clients
     * @param consentRequired whether users are asked; false for the operator's own applications
     * @param idTokenAlgorithm {@code ES256} or {@code RS256}
     * @param notBefore tokens issued before are void; null for none
     */
    record Client(
            String id,
            String name,
            boolean enabled,
            String authentication,
            List<String> redirectUris,
            List<String> postLogoutRedirectUris,
            Set<String> origins,
            Set<String> grantTypes,
            Set<String> scopes,
            List<Secret> secrets,
            @Nullable String jwks,
            boolean pkceRequired,
            boolean consentRequired,
            String idTokenAlgorithm,
            Instant created,
            @Nullable Instant notBefore,
            long version) {
        public Client {
            redirectUris = List.copyOf(redirectUris);
            postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
            origins = Set.copyOf(origins);
            grantTypes = Set.copyOf(grantTypes);
            scopes = Set.copyOf(scopes);
            secrets = List.copyOf(secrets);
        }

        public boolean isPublic() {
            return authentication.equals("none");
        }
    }

    /**
     * A client secret: 256 random bits, so a plain SHA-256 keeps it.
     *
     * @param id short, for people
     * @param expires null for never
     */
    record Secret(
            String id,
            String hash,
            Instant created,
            @Nullable Instant expires) {
        /** Leaves out the hash. */
        @Override
        public String toString() {
            return "client secret " + id;
        }
    }
}

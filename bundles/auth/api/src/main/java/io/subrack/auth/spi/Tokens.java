/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import io.subrack.auth.api.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes and reads the platform's JWTs. Does no I/O. All methods but {@link #lifetime()} throw
 * {@link StoreUnavailableException} while keys and revocations are not read, which is at the start only. Thread-safe.
 */
@ProviderType
public interface Tokens {
    /** The audience of access tokens for this platform's APIs: the issuer itself. */
    Issued accessToken(AccessTokenRequest request);

    /** Signs an id token (OpenID Connect Core, section 2) with the algorithm that the client asked for. */
    String idToken(IdTokenRequest request);

    /**
     * Reads an access token as the guard does.
     *
     * @return empty for everything that the guard would refuse
     */
    Optional<Verified> verify(String token);

    /**
     * Reads the claims of an id token that this platform signed, expired or not, for {@code id_token_hint}.
     *
     * @return empty if the signature or issuer is not ours
     */
    Optional<Map<String, Object>> idTokenHint(String token);

    /** Returns how long an access token lives. */
    Duration lifetime();

    /** Returns the public keys as a JWK set (RFC 7517): JSON. */
    String jwks();

    /**
     * What an access token is to say (RFC 9068).
     *
     * @param subject kind, id, name and roles of the subject; its scopes are not read
     * @param clientId the client that asks
     * @param audience who will accept it; empty for this platform
     * @param scopes what it allows
     * @param grantId what it was given for, so that it ends with it; null for none
     * @param actor symbolic name of the bundle that acts for the subject; null for none
     */
    record AccessTokenRequest(
            Caller subject,
            String clientId,
            List<String> audience,
            Set<String> scopes,
            @Nullable String grantId,
            @Nullable String actor) {}

    /**
     * What an id token is to say.
     *
     * @param subject the user's id
     * @param clientId the audience
     * @param algorithm {@code ES256} or {@code RS256}
     * @param nonce from the authorization request; null for none
     * @param authenticated when the user proved who they are
     * @param methods how ({@code amr})
     * @param sessionId {@code sid}; null for none
     * @param accessToken the access token beside it, for {@code at_hash}; null for none
     * @param claims what the scopes add: {@code name}, {@code email}, …
     */
    record IdTokenRequest(
            String subject,
            String clientId,
            String algorithm,
            @Nullable String nonce,
            Instant authenticated,
            List<String> methods,
            @Nullable String sessionId,
            @Nullable String accessToken,
            Map<String, Object> claims) {
        /** Leaves out the access token. */
        @Override
        public String toString() {
            return "id token of " + subject + " for " + clientId;
        }
    }

    /** A signed token. */
    record Issued(String token, String tokenId, Instant expires) {
        /** Leaves out the token. */
        @Override
        public String toString() {
            return "token " + tokenId;
        }
    }

    /** An access token that is good right now. */
    record Verified(
            Caller caller,
            List<String> audience,
            Instant issued,
            Instant expires,
            @Nullable String grantId) {}
}

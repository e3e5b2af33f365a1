/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What users granted to clients, and the codes and refresh tokens for it. Each method is one transaction that is
 * committed when it returns; of several callers that redeem the same code or token at once exactly one wins. Codes and
 * tokens come as SHA-256 hashes. All methods throw {@link StoreUnavailableException}. Thread-safe.
 */
@ProviderType
public interface GrantStore {
    /**
     * How soon after its use a refresh token cannot be used again for a lost answer: who comes so soon has not waited for
     * an answer, but raced.
     */
    Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Stores a grant together with the code for it. */
    void create(Grant grant, Code code);

    /**
     * Takes a code out of circulation and returns what it was for. If it was taken before, its grant is revoked in the
     * same transaction.
     */
    Redemption redeem(String codeHash, Instant now);

    /** Stores the first refresh token of a grant. False if the grant was revoked meanwhile. */
    boolean addRefreshToken(String grantId, String tokenHash, Instant now, Instant idleExpires);

    /**
     * Replaces a refresh token by its successor.
     *
     * @param grace how long after its first use a token may be used again, because its answer may have been lost
     * @return {@link Redemption.Redeemed} also for a retry from {@link #RETRY_AFTER} on until the grace time is over, if
     *     nobody has used the successor, which ends with it; {@link Redemption.Unknown} for who raced and lost, with
     *     nothing changed; {@link Redemption.Reused} otherwise, with the grant revoked in the same transaction or, if a used token comes
     *     again, before
     */
    Redemption rotate(String tokenHash, String successorHash, Instant now, Instant idleExpires, Duration grace);

    /** Returns what a refresh token stands for, without using it, or empty if it is unknown, used, expired or revoked. */
    Optional<Grant> byRefreshToken(String tokenHash, Instant now);

    Optional<Grant> grant(String id);

    /** Ends a grant and its refresh tokens. False if it had ended. */
    boolean revoke(String grantId, Instant now);

    /** Ends the grants of a user, of one client or of all if {@code clientId} is null; returns their ids. */
    List<String> revokeAll(@Nullable String userId, @Nullable String clientId, Instant now);

    /**
     * Returns the ids of the grants that {@link #revokeAll} would end: whoever ends their access tokens before them can
     * repeat it all after a failure.
     */
    List<String> alive(@Nullable String userId, @Nullable String clientId, Instant now);

    /** Has the grants that a user gave in one session belong to another one, which takes its place. */
    void move(String userId, String fromSession, String toSession);

    /** Returns the grants of a user that are alive, newest first. */
    List<Grant> grants(String userId, Instant now);

    /** @throws StoreConflictException if the user code is taken */
    void create(DeviceRequest request);

    Optional<DeviceRequest> deviceByUserCode(String userCode, Instant now);

    /**
     * Answers a device request as its user decided.
     *
     * @param grant what was granted; null for denied
     * @return false if it was answered before or is over
     */
    boolean answerDevice(String userCode, @Nullable Grant grant, Instant now);

    /** Asks how a device request stands; an approved one is given away once. */
    DevicePoll pollDevice(String deviceCodeHash, String clientId, Instant now);

    /** Deletes what ended long ago. */
    void purge(Instant before);

    /**
     * A user's grant to a client: the family of its refresh tokens.
     *
     * @param sessionId id of the browser session that it ends with; null for none
     * @param expires when the whole grant ends, whatever is refreshed
     * @param authenticated when the user proved who they are
     * @param revoked null while it is alive
     */
    record Grant(
            String id,
            String userId,
            String clientId,
            Set<String> scopes,
            @Nullable String sessionId,
            Instant authenticated,
            List<String> methods,
            Instant created,
            Instant expires,
            @Nullable Instant revoked) {
        public Grant {
            scopes = Set.copyOf(scopes);
            methods = List.copyOf(methods);
        }
    }

    /**
     * An authorization code.
     *
     * @param redirectUri as it was sent; null if it was left out
     * @param challenge PKCE S256 challenge; null for none
     */
    record Code(
            String hash,
            @Nullable String redirectUri,
            @Nullable String challenge,
            @Nullable String nonce,
            Instant expires) {}

    /** What became of a code or refresh token. */
    sealed interface Redemption {
        /**
         * It was good.
         *
         * @param code null for a refresh token
         */
        record Redeemed(Grant grant, @Nullable Code code) implements Redemption {}

        /** It was used before: somebody has a copy. */
        record Reused(Grant grant) implements Redemption {}

        /** Nobody knows it, or it is over. */
        record Unknown() implements Redemption {}
    }

    /** A device authorization request (RFC 8628). */
    record DeviceRequest(
            String deviceCodeHash,
            String userCode,
            String clientId,
            Set<String> scopes,
            Instant created,
            Instant expires,
            Duration interval) {
        public DeviceRequest {
            scopes = Set.copyOf(scopes);
        }
    }

    /** How a device request stands. */
    sealed interface DevicePoll {
        record Pending() implements DevicePoll {}

        /** Asked again too soon. */
        record SlowDown() implements DevicePoll {}

        record Denied() implements DevicePoll {}

        record Expired() implements DevicePoll {}

        record Unknown() implements DevicePoll {}

        /** Given away now, and never again. */
        record Approved(Grant grant) implements DevicePoll {}
    }
}

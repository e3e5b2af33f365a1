/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.auth.api.Caller;
import io.subrack.auth.tokens.CompactToken.Malformed;
import io.subrack.auth.tokens.TokenCache.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a token is one of ours and good right now. jjwt checks the signature; all that it would let pass (another
 * algorithm of the same key, missing claims, members twice, spare bits) is refused here. Does no I/O, and
 * takes no lock but for a moment when a token is seen for the first time.
 */
final class TokenVerifier {
    static final String ACCESS_TYPE = "at+jwt";
    static final String ID_TYPE = "JWT";

    private static final Rejected EXPIRED = new Rejected("The access token has expired.");
    private static final Rejected REVOKED = new Rejected("The access token was revoked.");
    private static final Rejected BAD = new Rejected("The access token is not one of this platform, or not for it.");

    private final Supplier<KeySnapshot> keys;
    private final RevocationList revocations;
    private final Supplier<String> issuer;
    private final TokenCache cache;
    private final KnownSignatures signatures;
    private final Clock clock;
    private final Duration skew;
    private final Jose jose = new Jose();

    /** As long as somebody holds the caller: the cache, or a request. */
    private final Map<Caller, Ties> ties = Collections.synchronizedMap(new WeakHashMap<>());

    TokenVerifier(
            Supplier<KeySnapshot> keys,
            RevocationList revocations,
            Supplier<String> issuer,
            TokenCache cache,
            KnownSignatures signatures,
            Clock clock,
            Duration skew) {
        this.keys = keys;
        this.revocations = revocations;
        this.issuer = issuer;
        this.cache = cache;
        this.signatures = signatures;
        this.clock = clock;
        this.skew = skew;
    }

    /** Checks an access token for this platform. */
    Result check(String token) {
        if (token.length() > CompactToken.MAX_CHARS) {
            return BAD;
        }
        TokenCache.Hash hash = cache.hash(token);
        Entry known = cache.find(hash);
        return known != null ? again(known) : first(token, hash);
    }

    /** Takes the signature of a token as checked that was signed here just now. All else is checked when it is used. */
    void remember(String token) {
        signatures.add(cache.hash(token));
    }

    /** Returns what the token of a caller ends with; empty if it was none that was checked here. */
    Optional<Ties> ties(Caller caller) {
        return Optional.ofNullable(ties.get(caller));
    }

    /** Reads an id token that was signed here, expired or not; null if it was not. */
    @Nullable
    JsonNode idToken(String token) {
        try {
            CompactToken parsed = CompactToken.parse(token);
            SigningKey key = keys.get().trusted(parsed.kid());
            if (key == null || !parsed.type().equals(ID_TYPE) || !signedBy(key, parsed, cache.hash(token))) {
                return null;
            }
            JsonNode claims = parsed.payload();
            return issuer.get().equals(claims.path("iss").textValue()) ? claims : null;
        } catch (Malformed e) {
            return null;
        }
    }

    private Result again(Entry known) {
        Instant now = clock.instant();
        if (expired(known.expiresMillis(), now)) {
            return EXPIRED;
        }
        if (keys.get().accepted(known.kid(), now) == null) {
            return BAD;
        }
        long epoch = revocations.epoch();
        if (known.epoch() != epoch) {
            if (revocations.revoked(known.claims().ties())) {
                return REVOKED;
            }
            known.goodAt(epoch);
        }
        return known;
    }

    private Result first(String token, TokenCache.Hash hash) {
        Instant now = clock.instant();
        long epoch = revocations.epoch();
        try {
            CompactToken parsed = CompactToken.parse(token);
            SigningKey key = keys.get().accepted(parsed.kid(), now);
            if (key == null || !parsed.type().equals(ACCESS_TYPE) || !signedBy(key, parsed, hash)) {
                return BAD;
            }
            AccessClaims claims = AccessClaims.read(parsed.payload());
            Result fault = fault(claims, now);
            if (fault != null) {
                return fault;
            }
            Entry good = new Entry(hash, claims, key.kid(), epoch);
            ties.put(claims.verified().caller(), claims.ties());
            cache.put(good);
            return good;
        } catch (Malformed e) {
            return BAD;
        }
    }

    private @Nullable Result fault(AccessClaims claims, Instant now) {
        String ours = issuer.get();
        Instant latest = now.plus(skew);
        if (!claims.issuer().equals(ours)
                || !claims.isFor(ours)
                || claims.issuedSecond() > latestSecond(claims.ties(), latest)
                || (claims.notBefore() != null && claims.notBefore().isAfter(latest))) {
            return BAD;
        }
        if (expired(claims.expires().toEpochMilli(), now)) {
            return EXPIRED;
        }
        return revocations.revoked(claims.ties()) ? REVOKED : null;
    }

    /** What is issued right after a revocation says a second that is not void, which may be to come. */
    private long latestSecond(Ties ties, Instant latest) {
        return Math.max(latest.getEpochSecond(), revocations.firstSecond(ties.keys()));
    }

    private boolean expired(long expiresMillis, Instant now) {
        return now.toEpochMilli() >= expiresMillis + skew.toMillis();
    }

    /** The algorithm is the key's own, whatever else the key could be used with. */
    private boolean signedBy(SigningKey key, CompactToken token, TokenCache.Hash hash) {
        if (!token.algorithm().equals(key.algorithm())
                || (key.algorithm().equals(Jwk.ES256) && !token.plausibleEs256())) {
            return false;
        }
        if (signatures.has(hash)) {
            return true;
        }
        boolean good = jose.signedBy(key, token.text());
        if (good) {
            signatures.add(hash);
        }
        return good;
    }

    /** What came of a check: an {@link Entry} of the cache if the token is good. */
    sealed interface Result permits Entry, Rejected {}

    /** @param reason a sentence for people */
    record Rejected(String reason) implements Result {}
}

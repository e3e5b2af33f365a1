/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signs tokens with the keys of the ring. */
@Component(service = {Tokens.class, PlatformTokens.class})
public final class PlatformTokens implements Tokens {
    private static final int ID_BYTES = 16;
    private static final int KNOWN_FOR_EACH_CACHED = 4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyRing keys;
    private final RevocationList revocations;
    private final PlatformIssuer issuer;
    private final TokenSettings settings;
    private final Clock clock;
    private final TokenVerifier verifier;
    private final SecureRandom random = new SecureRandom();

    @Activate
    public PlatformTokens(
            @Reference KeyRing keys,
            @Reference RevocationList revocations,
            @Reference PlatformIssuer issuer,
            @Reference TokenSettings settings) {
        this(keys, revocations, issuer, settings, Clock.systemUTC());
    }

    PlatformTokens(
            KeyRing keys, RevocationList revocations, PlatformIssuer issuer, TokenSettings settings, Clock clock) {
        this.keys = keys;
        this.revocations = revocations;
        this.issuer = issuer;
        this.settings = settings;
        this.clock = clock;
        this.verifier = new TokenVerifier(
                keys::snapshot,
                revocations,
                () -> issuer.url().toString(),
                new TokenCache(settings.cachedTokens()),
                new KnownSignatures(KNOWN_FOR_EACH_CACHED * settings.cachedTokens()),
                clock,
                settings.skew());
    }

    /** Says why no token can be signed or checked, as a sentence; empty if it can. */
    String fault() {
        String fault = keys.fault();
        return fault.isEmpty() ? revocations.fault() : fault;
    }

    /** Waits a little for the first reading of keys and revocations, which is under way while the platform starts. */
    void awaitFirstReading() {
        keys.awaitFirstReading();
        revocations.awaitFirstReading();
    }

    /** Checks an access token. Ask for {@link #fault()} first. */
    TokenVerifier.Result check(String token) {
        return verifier.check(token);
    }

    @Override
    public Issued accessToken(AccessTokenRequest request) {
        return sign(request, null, List.of()).issued();
    }

    /** Returns what a caller's own token ends with; empty for other credentials, and for callers that are made up. */
    Optional<Ties> ties(Caller caller) {
        return verifier.ties(caller);
    }

    /** Says whether a token was revoked. */
    boolean revoked(Ties ties) {
        return revocations.revoked(ties);
    }

    /**
     * Signs an access token.
     *
     * @param latest when it must have ended, whatever the configuration says; null for no such time
     * @param sources what it is derived from, as {@link Ties#source} returns it
     */
    Signed sign(AccessTokenRequest request, @Nullable Instant latest, List<String> sources) {
        requireReady();
        Caller subject = request.subject();
        if (subject.isAnonymous()
                || subject.subject().isEmpty()
                || request.clientId().isEmpty()) {
            throw new IllegalArgumentException("an access token has a subject and a client");
        }
        List<String> ends = Ties.keys(subject.subject(), request.clientId(), request.actor());
        sources.stream().filter(RevocationList::isKey).forEach(ends::add);
        Instant issued = Instant.ofEpochSecond(revocations.issue(ends));
        Instant expires = earlier(issued.plus(settings.accessLife()), latest);
        String ours = issuer.url().toString();
        Caller caller = new Caller(
                subject.kind(),
                subject.subject(),
                subject.name().isEmpty() ? subject.subject() : subject.name(),
                request.clientId(),
                request.scopes(),
                subject.roles(),
                id(),
                expires,
                seconds(subject.authenticated()),
                subject.methods(),
                request.actor());
        List<String> audience = request.audience().isEmpty() ? List.of(ours) : List.copyOf(request.audience());
        AccessClaims claims = AccessClaims.of(
                new Verified(caller, audience, issued, expires, request.grantId()), ours, null, sources);
        SigningKey key = keys.signing(Jwk.ES256);
        String token = sign(key, TokenVerifier.ACCESS_TYPE, claims.written());
        if (token.length() > CompactToken.MAX_CHARS) {
            throw new IllegalArgumentException("An access token of " + token.length() + " characters is too long for"
                    + " headers of HTTP; at most " + CompactToken.MAX_CHARS + " do. Ask for fewer scopes, or give "
                    + caller.subject() + " fewer roles.");
        }
        verifier.remember(token);
        return new Signed(new Issued(token, caller.tokenId(), expires), claims.ties());
    }

    @Override
    public String idToken(IdTokenRequest request) {
        requireReady();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Map<String, Object> claims = new LinkedHashMap<>(request.claims());
        claims.put("iss", issuer.url().toString());
        claims.put("sub", request.subject());
        claims.put("aud", request.clientId());
        claims.put("exp", now.plus(settings.idLife()).getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("auth_time", request.authenticated().getEpochSecond());
        set(claims, "nonce", request.nonce());
        set(claims, "amr", request.methods().isEmpty() ? null : request.methods());
        set(claims, "sid", request.sessionId());
        set(claims, "at_hash", request.accessToken() == null ? null : atHash(request.accessToken()));
        return sign(keys.signing(request.algorithm()), TokenVerifier.ID_TYPE, claims);
    }

    @Override
    public Optional<Verified> verify(String token) {
        requireReady();
        return verifier.check(token) instanceof TokenCache.Entry good
                ? Optional.of(good.claims().verified())
                : Optional.empty();
    }

    @Override
    public Optional<Map<String, Object>> idTokenHint(String token) {
        requireReady();
        JsonNode claims = verifier.idToken(token);
        return claims == null ? Optional.empty() : Optional.of(JSON.convertValue(claims, new TypeReference<>() {}));
    }

    @Override
    public Duration lifetime() {
        return settings.accessLife();
    }

    @Override
    public String jwks() {
        requireReady();
        return keys.jwks();
    }

    private static String sign(SigningKey key, String type, Map<String, Object> claims) {
        try {
            return Jose.sign(key, type, JSON.writeValueAsBytes(claims));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("claims must be texts, numbers, booleans, lists and maps", e);
        }
    }

    /** OpenID Connect Core, section 3.1.3.6: both algorithms use SHA-256. */
    private static String atHash(String accessToken) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            return BASE64.encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String id() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return BASE64.encodeToString(bytes);
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other) ? one : other.truncatedTo(ChronoUnit.SECONDS);
    }

    private static @Nullable Instant seconds(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void set(Map<String, Object> claims, String name, @Nullable Object value) {
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
    }

    private void requireReady() {
        if (fault().isEmpty()) {
            return;
        }
        awaitFirstReading();
        String fault = fault();
        if (!fault.isEmpty()) {
            throw new StoreUnavailableException(fault, new IllegalStateException("keys or revocations are not read"));
        }
    }

    /** A signed token, and what it ends with. */
    record Signed(Issued issued, Ties ties) {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Tokens.AccessTokenRequest;
import io.subrack.auth.spi.Tokens.Issued;
import io.subrack.kernel.testing.TestClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** All of this bundle, put together by hand, with a clock that a test moves. */
final class TokenRig implements AutoCloseable {
    static final String ISSUER = "https://subrack.example.org";
    static final Duration LIFE = Duration.ofMinutes(10);
    static final TokenSettings SETTINGS = new TokenSettings(
            URI.create(ISSUER),
            LIFE,
            Duration.ofMinutes(60),
            Duration.ofDays(90),
            Duration.ofHours(24),
            3072,
            Duration.ofSeconds(30),
            1000);

    private static final ObjectMapper JSON = new ObjectMapper();

    final TestClock clock;
    final MemoryKeyStore store;
    final Upkeep upkeep = new Upkeep(Runnable::run);
    final FileSecretBox box;
    final KeyRing ring;
    final RevocationList revocations;
    final PlatformIssuer issuer;
    final PlatformTokens tokens;
    private final Path directory;

    TokenRig(Path directory) {
        this(directory, new MemoryKeyStore(), new TestClock(Instant.parse("2026-01-01T00:00:00.500Z")));
    }

    private TokenRig(Path directory, MemoryKeyStore store, TestClock clock) {
        this.directory = directory;
        this.store = store;
        this.clock = clock;
        this.box = new FileSecretBox(
                directory.resolve("master.key"), () -> !store.keys().isEmpty());
        this.ring = new KeyRing(store, box, SETTINGS, new AuthAudit(), upkeep, clock, TestKeys::generate);
        this.revocations = new RevocationList(store, SETTINGS, upkeep, clock);
        this.issuer = new PlatformIssuer(URI.create(ISSUER), directory.resolve("http.url"), clock.instant());
        this.tokens = new PlatformTokens(ring, revocations, issuer, SETTINGS, clock);
    }

    /** Returns the same platform after a start: nothing of the memory is left. */
    TokenRig restarted() {
        close();
        return new TokenRig(directory, store, clock);
    }

    /** Returns tokens of the same keys and revocations with an empty cache. */
    PlatformTokens forgetful() {
        return new PlatformTokens(ring, revocations, issuer, SETTINGS, clock);
    }

    static Caller user(String id) {
        return new Caller(
                Caller.Kind.USER,
                id,
                "Ada",
                "",
                Set.of(),
                Set.of("viewer"),
                "",
                null,
                TestClock.START,
                List.of("pwd", "otp"),
                null);
    }

    static AccessTokenRequest request(String user, String... scopes) {
        return new AccessTokenRequest(user(user), "cli", List.of(), Set.of(scopes), "grant-1", null);
    }

    Issued issue() {
        return tokens.accessToken(request("ada", "orders.read", "orders.write"));
    }

    /** Returns the claims that a good token has, to be spoilt. */
    Map<String, Object> claims() {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", "ada");
        claims.put("aud", ISSUER);
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("iat", now.getEpochSecond());
        claims.put("jti", "token-1");
        claims.put("client_id", "cli");
        claims.put("kind", "user");
        claims.put("scope", "orders.read");
        return claims;
    }

    Map<String, Object> header() {
        SigningKey key = ring.signing(Jwk.ES256);
        return new LinkedHashMap<>(Map.of("alg", "ES256", "kid", key.kid(), "typ", "at+jwt"));
    }

    /** Signs whatever it is given with the platform's own key. */
    String sign(Map<String, Object> header, Map<String, Object> claims) {
        return sign(json(header), json(claims));
    }

    String sign(String header, String claims) {
        return sign(header, claims, "SHA256withECDSAinP1363Format", secret(Jwk.ES256));
    }

    static String sign(String header, String claims, String algorithm, PrivateKey key) {
        try {
            String input = encoded(header) + "." + encoded(claims);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PrivateKey secret(String algorithm) {
        return Objects.requireNonNull(ring.signing(algorithm).material().privateKey());
    }

    static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String json(Map<String, Object> members) {
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ring.close();
        revocations.close();
        upkeep.close();
    }
}

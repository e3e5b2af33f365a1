/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.Issuer;
import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the JWTs by which clients prove that they have a private key (RFC 7523 section 3). Fetches nothing. */
final class ClientAssertions {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    static final List<String> ALGORITHMS = List.of("ES256", "RS256", "PS256");

    private static final int MAX_CHARS = 8_192;
    private static final int MAX_ID_CHARS = 256;
    private static final int EC_BITS = 256;
    private static final int RSA_BITS = 2_048;
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    /** Longer ones would have to be remembered for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** 9999-12-31T23:59:59Z. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Set<String> FOREIGN_KEYS = Set.of("jwk", "jku", "x5u", "x5c", "zip", "crit");

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(5).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Issuer issuer;
    private final UsedAssertions used;
    private final Clock clock;
    private final Instant started;

    /** @param started when this process began: which assertions were used before, nobody remembers */
    ClientAssertions(Issuer issuer, Clock clock, Instant started) {
        this.issuer = issuer;
        this.clock = clock;
        this.started = started.truncatedTo(ChronoUnit.SECONDS);
        this.used = new UsedAssertions(clock);
    }

    /** Reads what an assertion says of itself, which is to be proved yet; empty if it is malformed. */
    static Optional<Claim> read(String assertion) {
        if (assertion.length() > MAX_CHARS || !COMPACT.matcher(assertion).matches()) {
            return Optional.empty();
        }
        String[] parts = assertion.split("\\.");
        try {
            if (object(parts[0]) instanceof ObjectNode header && object(parts[1]) instanceof ObjectNode payload) {
                return Optional.of(new Claim(assertion, header, payload));
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static JsonNode object(String part) throws IOException {
        return STRICT.readTree(Base64.getUrlDecoder().decode(part));
    }

    /** Says whether a client's key signed this for us, now, and for the first time. */
    boolean isGood(Claim claim, Client client) {
        String keys = client.jwks();
        if (keys == null || !saysWhatItMust(claim, client)) {
            return false;
        }
        Instant expires = time(claim.payload.path("exp"));
        return expires != null
                && isSigned(claim, keys)
                && used.isFirst(client.id(), claim.payload.path("jti").textValue(), expires.plus(LEEWAY));
    }

    /** Forgets what is over. */
    void sweep() {
        used.sweep();
    }

    private boolean saysWhatItMust(Claim claim, Client client) {
        JsonNode payload = claim.payload;
        Instant now = clock.instant();
        Instant expires = time(payload.path("exp"));
        // The issue time is optional (RFC 7523, section 3), and common libraries leave it out.
        Instant issued = payload.has("iat") ? time(payload.path("iat")) : now;
        JsonNode jti = payload.path("jti");
        return client.id().equals(payload.path("iss").textValue())
                && client.id().equals(payload.path("sub").textValue())
                && isForUs(payload.path("aud"))
                && expires != null
                && now.isBefore(expires.plus(LEEWAY))
                && issued != null
                && !issued.isAfter(now.plus(LEEWAY))
                && !issued.isBefore(started)
                && !expires.isAfter(issued.plus(LONGEST))
                && notLaterThan(now.plus(LEEWAY), payload.get("nbf"))
                && jti.isTextual()
                && !jti.textValue().isEmpty()
                && jti.textValue().length() <= MAX_ID_CHARS;
    }

    private static boolean notLaterThan(Instant latest, @Nullable JsonNode number) {
        if (number == null) {
            return true;
        }
        Instant time = time(number);
        return time != null && !time.isAfter(latest);
    }

    /** Returns a NumericDate (RFC 7519, section 2); null if it is none between 1970 and the year 9999. */
    private static @Nullable Instant time(JsonNode number) {
        if (!number.isNumber() || !number.canConvertToLong()) {
            return null;
        }
        long second = number.longValue();
        return second < 0 || second > LAST_SECOND ? null : Instant.ofEpochSecond(second);
    }

    private boolean isForUs(JsonNode audience) {
        List<String> audiences = new ArrayList<>();
        if (audience.isTextual()) {
            audiences.add(audience.textValue());
        }
        audience.elements().forEachRemaining(element -> audiences.add(element.asText()));
        return audiences.contains(issuer.url().toString()) || audiences.contains(issuer.url(Paths.TOKEN));
    }

    private boolean isSigned(Claim claim, String keys) {
        String algorithm = claim.header.path("alg").asText();
        if (!ALGORITHMS.contains(algorithm) || FOREIGN_KEYS.stream().anyMatch(claim.header::has)) {
            return false;
        }
        String kid = claim.header.path("kid").textValue();
        return keys(keys).stream()
                .filter(key -> kid == null || kid.equals(key.getId()))
                .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                .anyMatch(key -> key.toKey() instanceof PublicKey publicKey
                        && fits(publicKey, algorithm)
                        && verifies(claim.compact, publicKey));
    }

    private static Set<Jwk<?>> keys(String json) {
        try {
            return Jwks.setParser().build().parse(json).getKeys();
        } catch (JwtException | IllegalArgumentException e) {
            return Set.of();
        }
    }

    private static boolean fits(PublicKey key, String algorithm) {
        if (key instanceof ECPublicKey curve) {
            return algorithm.equals(ALGORITHMS.get(0))
                    && curve.getParams().getOrder().bitLength() == EC_BITS;
        }
        return key instanceof RSAPublicKey rsa
                && !algorithm.equals(ALGORITHMS.get(0))
                && rsa.getModulus().bitLength() >= RSA_BITS;
    }

    private boolean verifies(String compact, PublicKey key) {
        try {
            Jwts.parser()
                    .verifyWith(key)
                    .clock(() -> Date.from(clock.instant()))
                    .clockSkewSeconds(LEEWAY.toSeconds())
                    .build()
                    .parseSignedClaims(compact);
            return true;
        } catch (JwtException | IllegalArgumentException e) {
            return false;
        }
    }

    /** What an assertion says of itself. */
    record Claim(String compact, ObjectNode header, ObjectNode payload) {
        String clientId() {
            return payload.path("sub").asText();
        }

        /** Leaves out the assertion, which is a credential. */
        @Override
        public String toString() {
            return "assertion of a client";
        }
    }
}

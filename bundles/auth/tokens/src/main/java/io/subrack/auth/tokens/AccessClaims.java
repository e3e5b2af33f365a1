/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Tokens.Verified;
import io.subrack.auth.tokens.CompactToken.Malformed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an access token says (RFC 9068, section 2.2), with what revocations are looked up by. Private claims: {@code kind}
 * of the subject, {@code grant} that it was given for.
 */
record AccessClaims(
        Verified verified, String issuer, @Nullable Instant notBefore, Ties ties) {
    /** Name of the claim for {@link Ties#sources()} and the keys that came with them. */
    private static final String SOURCES = "sources";

    /** The last second that {@link Instant} and people can write: 9999-12-31T23:59:59Z. */
    private static final long LAST_SECOND = 253_402_300_799L;

    static AccessClaims of(Verified verified, String issuer, @Nullable Instant notBefore) {
        return of(verified, issuer, notBefore, List.of());
    }

    /** @param sources what the token was derived from, so that it ends with that */
    static AccessClaims of(Verified verified, String issuer, @Nullable Instant notBefore, List<String> sources) {
        return new AccessClaims(verified, issuer, notBefore, Ties.of(verified, sources));
    }

    String tokenId() {
        return verified.caller().tokenId();
    }

    @Nullable
    String grantId() {
        return verified.grantId();
    }

    long issuedSecond() {
        return verified.issued().getEpochSecond();
    }

    /** Returns what it was derived from, as it was given to {@link #of}. */
    private List<String> sources() {
        Caller caller = verified.caller();
        int own = Ties.keys(caller.subject(), caller.clientId(), caller.actor()).size();
        List<String> sources = new ArrayList<>(ties.sources());
        sources.addAll(ties.keys().subList(own, ties.keys().size()));
        return sources;
    }

    Instant expires() {
        return verified.expires();
    }

    boolean isFor(String audience) {
        return verified.audience().contains(audience);
    }

    /** @throws Malformed if a claim is missing or not of its type */
    static AccessClaims read(JsonNode claims) throws Malformed {
        String subject = required(claims, "sub");
        Instant expires = instant(claims, "exp");
        Caller caller = new Caller(
                kind(required(claims, "kind")),
                subject,
                claims.has("name") ? required(claims, "name") : subject,
                required(claims, "client_id"),
                scopes(claims),
                Set.copyOf(texts(claims, "roles")),
                required(claims, "jti"),
                expires,
                claims.has("auth_time") ? instant(claims, "auth_time") : null,
                texts(claims, "amr"),
                actor(claims));
        Verified verified = new Verified(
                caller,
                audience(claims),
                instant(claims, "iat"),
                expires,
                claims.has("grant") ? required(claims, "grant") : null);
        return of(
                verified,
                required(claims, "iss"),
                claims.has("nbf") ? instant(claims, "nbf") : null,
                texts(claims, SOURCES));
    }

    /** Returns the claims as JSON has them: what {@link #read} reads. */
    Map<String, Object> written() {
        Caller caller = verified.caller();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", caller.subject());
        claims.put("aud", verified.audience().size() == 1 ? verified.audience().get(0) : verified.audience());
        claims.put("exp", verified.expires().getEpochSecond());
        claims.put("iat", issuedSecond());
        claims.put("jti", caller.tokenId());
        claims.put("client_id", caller.clientId());
        claims.put("kind", caller.kind().name().toLowerCase(Locale.ROOT));
        if (!caller.scopes().isEmpty()) {
            claims.put("scope", String.join(" ", caller.scopes()));
        }
        if (!caller.roles().isEmpty()) {
            claims.put("roles", caller.roles());
        }
        if (!caller.name().equals(caller.subject())) {
            claims.put("name", caller.name());
        }
        if (caller.authenticated() != null) {
            claims.put("auth_time", caller.authenticated().getEpochSecond());
        }
        if (!caller.methods().isEmpty()) {
            claims.put("amr", caller.methods());
        }
        if (caller.actor() != null) {
            claims.put("act", Map.of("sub", Subjects.ofBundle(caller.actor())));
        }
        if (grantId() != null) {
            claims.put("grant", grantId());
        }
        if (!sources().isEmpty()) {
            claims.put(SOURCES, sources());
        }
        return claims;
    }

    private static Caller.Kind kind(String text) throws Malformed {
        return switch (text) {
            case "user" -> Caller.Kind.USER;
            case "client" -> Caller.Kind.CLIENT;
            case "bundle" -> Caller.Kind.BUNDLE;
            default -> throw new Malformed("kind is unknown");
        };
    }

    private static Set<String> scopes(JsonNode claims) throws Malformed {
        return claims.has("scope")
                ? new LinkedHashSet<>(List.of(required(claims, "scope").split(" ")))
                : Set.of();
    }

    private static List<String> audience(JsonNode claims) throws Malformed {
        return claims.path("aud").isTextual() ? List.of(required(claims, "aud")) : texts(claims, "aud");
    }

    private static @Nullable String actor(JsonNode claims) throws Malformed {
        if (!claims.has("act")) {
            return null;
        }
        String bundle = Subjects.bundle(required(claims.path("act"), "sub"));
        if (bundle == null) {
            throw new Malformed("act is not a bundle");
        }
        return bundle;
    }

    private static String required(JsonNode claims, String name) throws Malformed {
        String text = claims.path(name).textValue();
        if (text == null || text.isEmpty()) {
            throw new Malformed(name + " is missing or not a text");
        }
        return text;
    }

    /** Returns a list of texts; empty if the claim is not there. */
    private static List<String> texts(JsonNode claims, String name) throws Malformed {
        if (!claims.has(name)) {
            return List.of();
        }
        JsonNode array = claims.path(name);
        List<String> texts = new ArrayList<>();
        for (JsonNode each : array) {
            if (!each.isTextual()) {
                throw new Malformed(name + " holds something else than texts");
            }
            texts.add(each.textValue());
        }
        if (!array.isArray()) {
            throw new Malformed(name + " is not a list");
        }
        return texts;
    }

    private static Instant instant(JsonNode claims, String name) throws Malformed {
        JsonNode number = claims.path(name);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new Malformed(name + " is missing or not a whole number");
        }
        long second = number.longValue();
        if (second < 1 || second > LAST_SECOND) {
            throw new Malformed(name + " is not a time");
        }
        return Instant.ofEpochSecond(second);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.security.PrivateKey;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The library that makes and checks signatures. It looks for its own parts by the thread's context class loader first, where
 * a bundle may have another copy of it; if that happened once, no token could be signed or checked any more.
 */
final class Jose {
    private final Map<String, JwtParser> parsers = new ConcurrentHashMap<>();

    static String sign(SigningKey key, String type, byte[] payload) {
        PrivateKey secret = Objects.requireNonNull(key.material().privateKey());
        return withOwnParts(() -> {
            var unsigned =
                    Jwts.builder().header().type(type).keyId(key.kid()).and().content(payload);
            return (key.algorithm().equals(Jwk.ES256)
                            ? unsigned.signWith(secret, Jwts.SIG.ES256)
                            : unsigned.signWith(secret, Jwts.SIG.RS256))
                    .compact();
        });
    }

    boolean signedBy(SigningKey key, String token) {
        return withOwnParts(() -> {
            try {
                parsers.computeIfAbsent(key.kid(), kid -> parser(key)).parseSignedClaims(token);
                return true;
            } catch (JwtException | IllegalArgumentException e) {
                return false;
            }
        });
    }

    /** Times are checked elsewhere: id tokens are read after their end too. */
    @SuppressWarnings("JavaUtilDate") // jjwt's clock
    private static JwtParser parser(SigningKey key) {
        SignatureAlgorithm algorithm = key.algorithm().equals(Jwk.ES256) ? Jwts.SIG.ES256 : Jwts.SIG.RS256;
        return Jwts.parser()
                .verifyWith(key.material().publicKey())
                .sig()
                .clear()
                .add(algorithm)
                .and()
                .zip()
                .clear()
                .and()
                .clock(() -> new Date(0))
                .clockSkewSeconds(Integer.MAX_VALUE)
                .build();
    }

    private static <T> T withOwnParts(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(JwtParser.class.getClassLoader());
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

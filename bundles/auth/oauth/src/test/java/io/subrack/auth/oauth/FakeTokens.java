/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Tokens without signatures, and what ends them. */
final class FakeTokens implements Tokens, Revocations {
    private final Clock clock;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Verified> accessTokens = new ConcurrentHashMap<>();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    final Map<String, IdTokenRequest> idTokens = new ConcurrentHashMap<>();
    volatile boolean down;
    /** Happens right after a token was signed. */
    volatile Runnable signed = () -> {};

    FakeTokens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Issued accessToken(AccessTokenRequest request) {
        String id = "t" + count.incrementAndGet();
        Instant now = clock.instant();
        Instant expires = now.plus(lifetime());
        Caller subject = request.subject();
        Caller caller = new Caller(
                subject.kind(),
                subject.subject(),
                subject.name(),
                request.clientId(),
                request.scopes(),
                subject.roles(),
                id,
                expires,
                subject.authenticated(),
                subject.methods(),
                request.actor());
        accessTokens.put("at." + id, new Verified(caller, List.of(World.ISSUER), now, expires, request.grantId()));
        signed.run();
        return new Issued("at." + id, id, expires);
    }

    @Override
    public String idToken(IdTokenRequest request) {
        String token = "id." + count.incrementAndGet();
        idTokens.put(token, request);
        return token;
    }

    @Override
    public Optional<Verified> verify(String token) {
        return Optional.ofNullable(accessTokens.get(token))
                .filter(verified -> clock.instant().isBefore(verified.expires()))
                .filter(verified -> !revoked.contains(verified.caller().tokenId()))
                .filter(verified -> verified.grantId() == null || !revoked.contains(verified.grantId()));
    }

    @Override
    public Optional<Map<String, Object>> idTokenHint(String token) {
        return Optional.ofNullable(idTokens.get(token)).map(request -> {
            Map<String, Object> claims = new HashMap<>();
            claims.put("sub", request.subject());
            claims.put("aud", request.clientId());
            return claims;
        });
    }

    @Override
    public Duration lifetime() {
        return Duration.ofMinutes(5);
    }

    @Override
    public String jwks() {
        return "{\"keys\":[]}";
    }

    @Override
    public void token(String tokenId, Instant expires) {
        revoke(tokenId);
    }

    @Override
    public void grant(String grantId) {
        revoke(grantId);
    }

    @Override
    public void subject(String subject) {
        revoke(subject);
    }

    @Override
    public void client(String clientId) {
        revoke(clientId);
    }

    boolean isRevoked(String id) {
        return revoked.contains(id);
    }

    private void revoke(String id) {
        if (down) {
            throw new StoreUnavailableException("the database is down", new IllegalStateException());
        }
        revoked.add(id);
    }
}

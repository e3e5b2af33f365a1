/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.GrantStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Grants in memory: only what accounts use. */
final class MemoryGrants implements GrantStore {
    private final Runnable check;
    final List<Grant> alive = new ArrayList<>();
    final Set<String> allRevokedOf = new HashSet<>();

    /** @param check throws while the store is down */
    MemoryGrants(Runnable check) {
        this.check = check;
    }

    @Override
    public List<Grant> grants(String userId, Instant now) {
        check.run();
        return alive.stream().filter(grant -> grant.userId().equals(userId)).toList();
    }

    @Override
    public boolean revoke(String grantId, Instant now) {
        return alive.removeIf(grant -> grant.id().equals(grantId));
    }

    @Override
    public List<String> alive(String userId, String clientId, Instant now) {
        return grants(userId, now).stream()
                .filter(grant -> clientId == null || grant.clientId().equals(clientId))
                .map(Grant::id)
                .toList();
    }

    @Override
    public void move(String userId, String fromSession, String toSession) {
        alive.replaceAll(grant -> grant.userId().equals(userId) && fromSession.equals(grant.sessionId())
                ? new Grant(
                        grant.id(),
                        userId,
                        grant.clientId(),
                        grant.scopes(),
                        toSession,
                        grant.authenticated(),
                        grant.methods(),
                        grant.created(),
                        grant.expires(),
                        grant.revoked())
                : grant);
    }

    @Override
    public List<String> revokeAll(String userId, String clientId, Instant now) {
        check.run();
        allRevokedOf.add(userId);
        var ended = grants(userId, now).stream().map(Grant::id).toList();
        alive.removeIf(grant -> grant.userId().equals(userId));
        return ended;
    }

    @Override
    public void create(Grant grant, Code code) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Redemption redeem(String codeHash, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean addRefreshToken(String grantId, String tokenHash, Instant now, Instant idleExpires) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Redemption rotate(String tokenHash, String successorHash, Instant now, Instant idleExpires, Duration grace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Grant> byRefreshToken(String tokenHash, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Grant> grant(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void create(DeviceRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<DeviceRequest> deviceByUserCode(String userCode, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean answerDevice(String userCode, Grant grant, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DevicePoll pollDevice(String deviceCodeHash, String clientId, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void purge(Instant before) {
        throw new UnsupportedOperationException();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Grants in memory, one transaction after the other. */
final class FakeGrants implements GrantStore {
    private final Map<String, Grant> grants = new HashMap<>();
    private final Map<String, StoredCode> codes = new HashMap<>();
    private final Map<String, Refresh> refreshTokens = new HashMap<>();
    private final Map<String, Device> devices = new HashMap<>();
    volatile boolean down;
    volatile boolean userCodesTaken;
    volatile Instant purged;

    @Override
    public synchronized void create(Grant grant, Code code) {
        check();
        grants.put(grant.id(), grant);
        codes.put(code.hash(), new StoredCode(grant.id(), code));
    }

    @Override
    public synchronized Redemption redeem(String codeHash, Instant now) {
        check();
        StoredCode stored = codes.get(codeHash);
        if (stored == null) {
            return new Redemption.Unknown();
        }
        Grant grant = grants.get(stored.grantId);
        if (stored.used) {
            return new Redemption.Reused(grant);
        }
        stored.used = true;
        return now.isBefore(stored.code.expires()) && grant.revoked() == null
                ? new Redemption.Redeemed(grant, stored.code)
                : new Redemption.Unknown();
    }

    @Override
    public synchronized boolean addRefreshToken(String grantId, String tokenHash, Instant now, Instant idleExpires) {
        check();
        if (!isAlive(grants.get(grantId), now)) {
            return false;
        }
        refreshTokens.put(tokenHash, new Refresh(grantId, idleExpires));
        return true;
    }

    @Override
    public synchronized Redemption rotate(
            String tokenHash, String successorHash, Instant now, Instant idleExpires, Duration grace) {
        check();
        Refresh token = refreshTokens.get(tokenHash);
        if (token == null) {
            return new Redemption.Unknown();
        }
        Grant grant = grants.get(token.grantId);
        if (token.used != null && grant.revoked() != null) {
            return new Redemption.Reused(grant);
        }
        if (token.used != null) {
            if (now.isBefore(token.used.plus(RETRY_AFTER))) {
                return new Redemption.Unknown();
            }
            Refresh last = token.successor == null ? null : refreshTokens.get(token.successor);
            boolean lost = !token.replaced && now.isBefore(token.used.plus(grace)) && last != null && last.used == null;
            if (!lost) {
                revoke(grant.id(), now);
                return new Redemption.Reused(grant);
            }
            last.used = now;
            last.replaced = true;
        }
        if (!isAlive(grant, now) || !now.isBefore(token.idleExpires)) {
            return new Redemption.Unknown();
        }
        if (token.used == null) {
            token.used = now;
        }
        token.successor = successorHash;
        refreshTokens.put(successorHash, new Refresh(grant.id(), idleExpires));
        return new Redemption.Redeemed(grant, null);
    }

    @Override
    public synchronized Optional<Grant> byRefreshToken(String tokenHash, Instant now) {
        check();
        return Optional.ofNullable(refreshTokens.get(tokenHash))
                .filter(token -> token.used == null && now.isBefore(token.idleExpires))
                .map(token -> grants.get(token.grantId))
                .filter(grant -> isAlive(grant, now));
    }

    @Override
    public synchronized Optional<Grant> grant(String id) {
        check();
        return Optional.ofNullable(grants.get(id));
    }

    @Override
    public synchronized boolean revoke(String grantId, Instant now) {
        check();
        Grant grant = grants.get(grantId);
        if (grant == null || grant.revoked() != null) {
            return false;
        }
        grants.put(
                grantId,
                new Grant(
                        grant.id(),
                        grant.userId(),
                        grant.clientId(),
                        grant.scopes(),
                        grant.sessionId(),
                        grant.authenticated(),
                        grant.methods(),
                        grant.created(),
                        grant.expires(),
                        now));
        return true;
    }

    @Override
    public synchronized List<String> revokeAll(String userId, String clientId, Instant now) {
        check();
        List<String> revoked = new ArrayList<>();
        for (Grant grant : List.copyOf(grants.values())) {
            if ((userId == null || grant.userId().equals(userId))
                    && (clientId == null || grant.clientId().equals(clientId))
                    && revoke(grant.id(), now)) {
                revoked.add(grant.id());
            }
        }
        return revoked;
    }

    @Override
    public synchronized List<String> alive(String userId, String clientId, Instant now) {
        check();
        return grants.values().stream()
                .filter(grant -> userId == null || grant.userId().equals(userId))
                .filter(grant -> clientId == null || grant.clientId().equals(clientId))
                .filter(grant -> isAlive(grant, now))
                .map(Grant::id)
                .toList();
    }

    @Override
    public void move(String userId, String fromSession, String toSession) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized List<Grant> grants(String userId, Instant now) {
        check();
        return grants.values().stream()
                .filter(grant -> grant.userId().equals(userId) && isAlive(grant, now))
                .toList();
    }

    @Override
    public synchronized void create(DeviceRequest request) {
        check();
        if (userCodesTaken || devices.putIfAbsent(request.userCode(), new Device(request)) != null) {
            throw new StoreConflictException("the user code is taken");
        }
    }

    @Override
    public synchronized Optional<DeviceRequest> deviceByUserCode(String userCode, Instant now) {
        check();
        return Optional.ofNullable(devices.get(userCode))
                .filter(device -> !device.answered && now.isBefore(device.request.expires()))
                .map(device -> device.request);
    }

    @Override
    public synchronized boolean answerDevice(String userCode, Grant grant, Instant now) {
        if (deviceByUserCode(userCode, now).isEmpty()) {
            return false;
        }
        Device device = devices.get(userCode);
        device.answered = true;
        device.grantId = grant == null ? null : grant.id();
        if (grant != null) {
            grants.put(grant.id(), grant);
        }
        return true;
    }

    @Override
    public synchronized DevicePoll pollDevice(String deviceCodeHash, String clientId, Instant now) {
        check();
        for (Device device : devices.values()) {
            if (device.request.deviceCodeHash().equals(deviceCodeHash)
                    && device.request.clientId().equals(clientId)) {
                return device.poll(now, grants);
            }
        }
        return new DevicePoll.Unknown();
    }

    @Override
    public void purge(Instant before) {
        check();
        purged = before;
    }

    synchronized long usableRefreshTokens(Instant now) {
        return refreshTokens.values().stream()
                .filter(token -> token.used == null && isAlive(grants.get(token.grantId), now))
                .count();
    }

    synchronized List<Grant> all() {
        return List.copyOf(grants.values());
    }

    private static boolean isAlive(Grant grant, Instant now) {
        return grant != null && grant.revoked() == null && now.isBefore(grant.expires());
    }

    private void check() {
        if (down) {
            throw new StoreUnavailableException("the database is down", new IllegalStateException());
        }
    }

    private static final class StoredCode {
        final String grantId;
        final Code code;
        boolean used;

        StoredCode(String grantId, Code code) {
            this.grantId = grantId;
            this.code = code;
        }
    }

    private static final class Refresh {
        final String grantId;
        final Instant idleExpires;
        Instant used;
        String successor;
        boolean replaced;

        Refresh(String grantId, Instant idleExpires) {
            this.grantId = grantId;
            this.idleExpires = idleExpires;
        }
    }

    private static final class Device {
        final DeviceRequest request;
        boolean answered;
        boolean given;
        String grantId;
        Instant polled;

        Device(DeviceRequest request) {
            this.request = request;
        }

        DevicePoll poll(Instant now, Map<String, Grant> grants) {
            if (given) {
                return new DevicePoll.Unknown();
            }
            if (!now.isBefore(request.expires())) {
                return new DevicePoll.Expired();
            }
            boolean soon = polled != null && now.isBefore(polled.plus(request.interval()));
            polled = now;
            if (soon) {
                return new DevicePoll.SlowDown();
            }
            if (!answered) {
                return new DevicePoll.Pending();
            }
            if (grantId == null) {
                return new DevicePoll.Denied();
            }
            given = true;
            return new DevicePoll.Approved(grants.get(grantId));
        }
    }
}

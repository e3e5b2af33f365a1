/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A store that can be switched off. */
final class MemoryKeyStore implements KeyStore {
    final Map<String, StoredKey> keys = new ConcurrentHashMap<>();
    final Map<String, Instant> revoked = new ConcurrentHashMap<>();
    final Map<String, Instant> notBefore = new ConcurrentHashMap<>();
    final Map<String, ServiceAccount> accounts = new ConcurrentHashMap<>();
    volatile boolean down;
    volatile Runnable beforeNotBefore = () -> {};

    @Override
    public List<StoredKey> keys() {
        check();
        return new ArrayList<>(keys.values());
    }

    @Override
    public synchronized void save(List<StoredKey> changed) {
        check();
        changed.forEach(key -> keys.put(key.kid(), key));
    }

    @Override
    public Map<String, Instant> revoked(Instant now) {
        check();
        return Map.copyOf(revoked);
    }

    @Override
    public void revoke(String id, Instant until) {
        check();
        revoked.put(id, until);
    }

    @Override
    public Map<String, Instant> notBefore() {
        check();
        return Map.copyOf(notBefore);
    }

    @Override
    public void notBefore(String key, Instant instant) {
        check();
        beforeNotBefore.run();
        notBefore.merge(key, instant, (one, other) -> one.isAfter(other) ? one : other);
    }

    @Override
    public List<ServiceAccount> serviceAccounts() {
        check();
        return new ArrayList<>(accounts.values());
    }

    @Override
    public void save(ServiceAccount account) {
        check();
        accounts.put(account.bundle(), account);
    }

    @Override
    public void purge(Instant now) {
        check();
        revoked.values().removeIf(until -> until.isBefore(now));
    }

    private void check() {
        if (down) {
            throw new StoreUnavailableException("The database does not answer.", new IllegalStateException("down"));
        }
    }
}

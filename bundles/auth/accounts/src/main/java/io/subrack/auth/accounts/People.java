/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore;
import io.subrack.auth.spi.UserStore.User;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Users who have a live credential, and all roles and groups, in memory: what tells who calls answers from here. Thread-safe.
 */
final class People {
    private static final int STRIPES = 64;
    private static final int ATTEMPTS = 5;

    private final UserStore store;
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];
    private volatile @Nullable Rights rights;

    People(UserStore store) {
        this.store = store;
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Returns a user from memory, or else from the store, without keeping it. */
    Optional<User> user(String id) {
        var cached = users.get(id);
        return cached == null ? store.user(id) : Optional.of(cached);
    }

    /** Returns a user from memory, or else from the store, and keeps it. */
    Optional<User> remembered(String id) {
        var cached = users.get(id);
        if (cached != null) {
            return Optional.of(cached);
        }
        var read = store.user(id);
        read.ifPresent(this::remember);
        return read;
    }

    /** Keeps a user unless a newer version of it is kept already. */
    void remember(User user) {
        users.merge(user.id(), user, (old, fresh) -> fresh.version() >= old.version() ? fresh : old);
    }

    void forget(String id) {
        users.remove(id);
    }

    /** Forgets all but these. */
    void retain(Set<String> ids) {
        users.keySet().retainAll(ids);
    }

    Rights rights() {
        var known = rights;
        return known == null ? readRights() : known;
    }

    /** Reads the roles and groups again. If that fails, those known before hold on. */
    Rights readRights() {
        synchronized (users) {
            var read = new Rights(store.roles(), store.groups());
            rights = read;
            return read;
        }
    }

    /** Lets roles and groups hold that are stored already: nothing is read, so nothing can fail. */
    void use(Rights stored) {
        synchronized (users) {
            rights = stored;
        }
    }

    /** Reads a user, stores what is made of it, and tries again if somebody else was faster. */
    User change(String id, UnaryOperator<User> edit) {
        for (int attempt = 1; ; attempt++) {
            var current = store.user(id).orElseThrow(() -> new StoreConflictException("the user is gone"));
            try {
                var changed = store.update(edit.apply(current));
                remember(changed);
                return changed;
            } catch (StoreConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Does something while nobody else changes this user's credentials. */
    <T> T exclusively(String id, Supplier<T> action) {
        var lock = locks[Math.floorMod(id.hashCode(), STRIPES)];
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    void exclusively(String id, Runnable action) {
        exclusively(id, () -> {
            action.run();
            return true;
        });
    }

    /** Says whether the store answers, for those who wait for it. */
    boolean claimed() throws StoreUnavailableException {
        return store.claimed();
    }
}

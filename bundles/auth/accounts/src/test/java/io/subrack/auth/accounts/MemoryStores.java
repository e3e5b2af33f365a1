/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.StoreUnavailableException;
import java.io.IOException;

/** The stores, in memory; can be down. */
final class MemoryStores {
    final MemorySessions sessions = new MemorySessions(this::up);
    final MemoryUsers users = new MemoryUsers(sessions, this::up);
    final MemoryGrants grants = new MemoryGrants(this::up);
    volatile boolean down;

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the database is down", new IOException());
        }
    }

    AccountState.Stores all() {
        return new AccountState.Stores(users, sessions, grants);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.UserStore.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the first admin, once. Whoever can read the token's file may: it is only there while nobody has. One claim is
 * looked at after the other; the store decides in the end, in the transaction that makes the user. Thread-safe.
 */
final class Claiming {
    static final String FILE = "setup-token";

    private static final Logger log = LoggerFactory.getLogger(Claiming.class);

    private final AccountState state;
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();

    Claiming(AccountState state, Path data) {
        this.state = state;
        this.file = data.resolve(FILE);
    }

    Path file() {
        return file;
    }

    /** Returns the token by which this installation can be claimed, made if there is none yet. */
    String token() throws IOException {
        lock.lock();
        try {
            var present = SecretFile.read(file).filter(Claiming::isToken);
            if (present.isPresent()) {
                return present.get();
            }
            var token = Opaque.fresh(Opaque.SETUP);
            SecretFile.write(file, token);
            return token;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isToken(String text) {
        return text.length() == Opaque.CHARS && text.startsWith(Opaque.SETUP);
    }

    User claim(String token, String name, String password, Origin from) {
        lock.lock();
        try {
            refuseIfClaimed();
            if (!isToken(token) || !Opaque.same(token, token())) {
                state.audit.stranger("auth.setup.refused", from);
                throw new RejectedException(
                        Reason.WRONG_CREDENTIAL,
                        "this is not the setup token; it stands in the file " + FILE + " of the data directory");
            }
            return make(name, password, from);
        } catch (IOException e) {
            throw new UncheckedIOException("the setup token cannot be read", e);
        } finally {
            lock.unlock();
        }
    }

    /** Claims by what the operator of the machine has laid down. */
    User claimUnattended(String name, String password, Origin from) {
        lock.lock();
        try {
            refuseIfClaimed();
            return make(name, password, from);
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfClaimed() {
        if (state.users.claimed()) {
            throw alreadyClaimed();
        }
    }

    private static RejectedException alreadyClaimed() {
        return new RejectedException(Reason.ALREADY_CLAIMED, "somebody has claimed this installation already");
    }

    private User make(String name, String password, Origin from) {
        var userName = Names.user(name);
        var normalized = PasswordRules.normalized(password);
        state.rules.check(normalized, userName, "");
        String hash;
        try {
            hash = state.hashes.hash(normalized);
        } catch (PasswordHashes.BusyException e) {
            throw AccountService.busy();
        }
        var admin = Edits.fresh(userName, userName, "", hash, Set.of(BuiltIn.ADMIN), Set.of(), state.clock.instant());
        if (!state.users.claim(admin)) {
            throw alreadyClaimed();
        }
        finished();
        state.audit.own(AuditTypes.SETUP_CLAIMED, admin.id(), from, "name", userName);
        log.info("{} has claimed this installation and is its first admin", userName);
        return state.users.user(admin.id()).orElse(admin);
    }

    /** Takes the token away and tells who waits for a claim. */
    void finished() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} is of no use any more, but cannot be deleted: {}", file, e.toString());
        }
        state.claimed();
    }
}

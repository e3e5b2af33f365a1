/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hashes passwords, a few at a time: each hash takes 19 MiB and some 50 ms of a core, which strangers can ask for.
 * Thread-safe.
 */
final class PasswordHashes {
    static final int DEFAULT_MEMORY_KIB = 19_456;
    static final int DEFAULT_ITERATIONS = 2;

    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2 argon2;
    private final int memoryKib;
    private final int iterations;
    private final Semaphore permits;
    private final Duration wait;
    private final PhcString nobody;

    PasswordHashes(Argon2 argon2, int memoryKib, int iterations, int parallel, Duration wait) {
        this.argon2 = argon2;
        this.memoryKib = memoryKib;
        this.iterations = iterations;
        this.permits = new Semaphore(parallel, true);
        this.wait = wait;
        this.nobody = new PhcString(memoryKib, iterations, LANES, new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }

    /** @throws BusyException if too many are being hashed already */
    String hash(String password) {
        byte[] salt = Opaque.bytes(SALT_BYTES);
        byte[] hash = derive(password, new PhcString(memoryKib, iterations, LANES, salt, new byte[HASH_BYTES]));
        return new PhcString(memoryKib, iterations, LANES, salt, hash).text();
    }

    /**
     * Compares; hashes as long for a stored text that is none, so that nobody learns from the time who exists.
     *
     * @throws BusyException if too many are being hashed already
     */
    boolean matches(String stored, String password) {
        var parsed = PhcString.parse(stored);
        var reference = parsed.orElse(nobody);
        byte[] derived = derive(password, reference);
        return MessageDigest.isEqual(derived, reference.hash()) && parsed.isPresent();
    }

    /** Says whether a stored hash was made with other parameters than today's. */
    boolean isOutdated(String stored) {
        return PhcString.parse(stored)
                .filter(phc -> phc.memoryKib() == memoryKib && phc.iterations() == iterations && phc.lanes() == LANES)
                .isEmpty();
    }

    private byte[] derive(String password, PhcString like) {
        acquire();
        try {
            return argon2.derive(
                    password.getBytes(StandardCharsets.UTF_8),
                    like.salt(),
                    like.memoryKib(),
                    like.iterations(),
                    like.lanes(),
                    like.hash().length);
        } finally {
            permits.release();
        }
    }

    private void acquire() {
        try {
            if (permits.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new BusyException();
    }

    /** Too many passwords are being hashed; it will do in a moment. */
    static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("too many logins at once; try again in a moment", null, false, false);
        }
    }
}

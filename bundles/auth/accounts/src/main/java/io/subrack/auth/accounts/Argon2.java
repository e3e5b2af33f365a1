/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106), version 1.3. */
interface Argon2 {
    byte[] derive(byte[] password, byte[] salt, int memoryKib, int iterations, int lanes, int length);

    /** BouncyCastle's. */
    Argon2 BOUNCY_CASTLE = (password, salt, memoryKib, iterations, lanes, length) -> {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] derived = new byte[length];
        generator.generateBytes(password, derived);
        return derived;
    };
}

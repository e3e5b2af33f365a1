/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Files that hold a secret, as careful operators make them. */
final class SecretFiles {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretFiles() {}

    /** Writes a new file that only its owner can read. */
    static void write(Path file, String secret) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret + "\n");
    }

    /** Returns a password that nobody guesses, and that can be looked for. */
    static String password() {
        byte[] random = new byte[18];
        RANDOM.nextBytes(random);
        return "Pw-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}

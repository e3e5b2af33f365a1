/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** The secret that all passwords of the embedded database are made of: 256 random bits in a file beside it, mode 0600. */
final class DatabaseKey {
    static final String FILE = "subrack.key";

    private static final int BYTES = 32;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final byte[] secret;

    private DatabaseKey(byte[] secret) {
        this.secret = secret;
    }

    /** Returns a key that nobody keeps, for a database in memory. */
    static DatabaseKey random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new DatabaseKey(secret);
    }

    /** Reads the key of a directory; makes one if there is none. */
    static DatabaseKey in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            create(file);
        }
        byte[] secret = Base64.getUrlDecoder().decode(Files.readString(file).strip());
        if (secret.length != BYTES) {
            throw new IOException(file + " is not the key that Subrack wrote; restore it from a backup");
        }
        return new DatabaseKey(secret);
    }

    /** Written aside, forced and moved: there is either a whole key or none. */
    private static void create(Path file) throws IOException {
        Path aside = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(aside);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random().secret) + "\n";
        try (FileChannel channel =
                FileChannel.open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("somebody else is making " + aside, e);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns the password of a database user. */
    String password(String user) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(code("password " + user));
    }

    /** Returns what a database user is called; nobody can guess it. */
    String user(String purpose) {
        return "U_" + HexFormat.of().withUpperCase().formatHex(code("user " + purpose), 0, 16);
    }

    /** Hashed twice with the secret, as HMAC does; HMAC itself would load the JVM's cryptography at each start. */
    private byte[] code(String text) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(secret);
            byte[] inner = hash.digest(text.getBytes(StandardCharsets.UTF_8));
            hash.update(secret);
            return hash.digest(inner);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "a database key";
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file with the key that seals what the database must not show: 256 random bits as one line of base64url. */
final class MasterKey {
    static final int BYTES = 32;

    private static final Logger log = LoggerFactory.getLogger(MasterKey.class);
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;

    MasterKey(Path file) {
        this.file = file;
    }

    /**
     * Returns the key, or empty if there is no file.
     *
     * @throws IllegalStateException if the file cannot be read or holds something else
     */
    Optional<byte[]> read() {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            byte[] key = Base64.getUrlDecoder().decode(text);
            if (key.length != BYTES) {
                throw new IllegalArgumentException(key.length + " bytes");
            }
            warnIfOthersRead();
            return Optional.of(key);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new IllegalStateException(
                    file + " cannot be read by this account; it must belong to it, with mode 0600.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    file + " is not a key file of this platform. Put back the one from the backup.", e);
        }
    }

    /**
     * Makes the file with a new key. It is there whole or not at all, and on disk when this returns; a file that is there
     * already stays as it is.
     */
    byte[] create() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        byte[] line = (Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
        try {
            Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = directory.resolve(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                    fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
                channel.write(ByteBuffer.wrap(line));
                channel.force(true);
            }
            take(fresh);
            force(directory);
            log.info(
                    "{} was made; without it the signing keys cannot be read, so back it up apart from the data", file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be written: " + e, e);
        }
        return read().orElseThrow();
    }

    /** A link fails if the name is taken, other than a move. */
    private void take(Path fresh) throws IOException {
        try {
            Files.createLink(file, fresh);
            Files.delete(fresh);
        } catch (FileAlreadyExistsException e) {
            Files.delete(fresh);
        } catch (UnsupportedOperationException e) {
            Files.move(fresh, file);
        }
    }

    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.debug("this system does not force directories", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return posix() ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
    }

    private void warnIfOthersRead() throws IOException {
        if (posix() && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            log.warn("{} can be read by other accounts; do: chmod 600 {}", file, file);
        }
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}

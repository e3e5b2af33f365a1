/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one secret that opens the management API until accounts exist. Thread-safe. */
final class OperatorToken {
    /** What a request's credentials are worth. */
    enum Verdict {
        VALID,
        MISSING,
        INVALID
    }

    private static final Logger log = LoggerFactory.getLogger(OperatorToken.class);
    private static final String SCHEME = "Bearer ";
    private static final int BYTES = 32;
    private static final int MIN_CHARS = 32;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final AtomicLong nextCheck = new AtomicLong();
    private volatile byte[] token = new byte[0];
    private volatile boolean unreadable;

    private OperatorToken(Path file) {
        this.file = file;
    }

    /**
     * Opens the token of a data directory; makes it at the first start.
     *
     * @throws IOException if the file can neither be read nor made
     */
    static OperatorToken open(Path file) throws IOException {
        if (Files.notExists(file)) {
            create(file);
            log.info("The operator token is in {}: whoever can read that file can manage this platform", file);
        }
        OperatorToken token = new OperatorToken(file);
        token.token = token.read();
        token.nextCheck.set(System.nanoTime() + CHECK_NANOS);
        return token;
    }

    private static void create(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Set<PosixFilePermission> owner = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(owner))) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] read() throws IOException {
        byte[] text = Files.readString(file).trim().getBytes(StandardCharsets.UTF_8);
        if (text.length < MIN_CHARS) {
            throw new IOException(file + " holds no operator token of at least " + MIN_CHARS
                    + " characters: delete it, and the next start makes one");
        }
        return text;
    }

    /**
     * Judges an {@code Authorization} header. Reads the file at most once per second, so that a replaced token counts
     * soon without a price per request.
     */
    Verdict check(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || authorization.length() == SCHEME.length()) {
            return Verdict.MISSING;
        }
        reloadIfDue();
        byte[] given = authorization.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, token) ? Verdict.VALID : Verdict.INVALID;
    }

    private void reloadIfDue() {
        long due = nextCheck.get();
        long now = System.nanoTime();
        if (now - due < 0 || !nextCheck.compareAndSet(due, now + CHECK_NANOS)) {
            return;
        }
        try {
            byte[] fresh = read();
            if (!MessageDigest.isEqual(fresh, token)) {
                log.info("The operator token was read anew from {}", file);
            }
            token = fresh;
            unreadable = false;
        } catch (IOException e) {
            if (!unreadable) {
                log.warn("The operator token cannot be read any more, the old one goes on: {}", e.toString());
            }
            unreadable = true;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.api.ProblemException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and directories that are for their owner alone, and on disk when they are said to be. */
final class Disk {
    /** What is left free for everybody else: a full disk stops more than a backup. */
    static final long RESERVE_BYTES = 64L << 20;

    private static final boolean POSIX = File.separatorChar == '/';

    private Disk() {}

    /** Makes a directory, and those above it. */
    static void directories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes("rwx------"));
        }
    }

    /** Opens a file that must not be there yet. */
    static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes("rw-------")));
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Forces the content of a file. */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Forces the names in a directory. */
    static void forceNames(Path directory) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Replaces a file, so that a crash leaves the old content or the new. */
    static void replace(Path file, byte[] content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(aside);
        try (OutputStream out = create(aside)) {
            out.write(content);
        }
        force(aside);
        move(aside, file);
    }

    /** Gives a file or directory another name, in one step and for good. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Path directory = to.toAbsolutePath().getParent();
        if (directory != null) {
            forceNames(directory);
        }
    }

    /** Deletes a file or a directory with all that is in it, following no links; nothing if it is not there. */
    static void delete(Path what) throws IOException {
        if (!Files.isDirectory(what)) {
            Files.deleteIfExists(what);
            return;
        }
        Files.walkFileTree(what, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes unused) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Returns how many bytes the files below have together; those that go meanwhile do not count. */
    static long size(Path root) throws IOException {
        if (!Files.exists(root)) {
            return 0;
        }
        long[] sum = {0};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (problem instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw problem;
            }
        });
        return sum[0];
    }

    /** @throws ProblemException {@link MaintenanceProblem#NO_ROOM} if so much cannot be written there */
    static void requireRoom(Path directory, long bytes, String what) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free - RESERVE_BYTES < bytes) {
            throw new ProblemException(
                    MaintenanceProblem.NO_ROOM,
                    what + " needs up to " + mebibytes(bytes) + " MiB and " + mebibytes(RESERVE_BYTES)
                            + " MiB to spare on the disk of the data directory; " + mebibytes(free)
                            + " MiB are free. Make room, or delete old backups. Nothing was changed.");
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    /** Returns what to tell of a failure; no room is a problem of its own. */
    static ProblemException failed(String what, IOException problem) {
        String text = String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded") || text.contains("not enough space")) {
            return new ProblemException(
                    MaintenanceProblem.NO_ROOM,
                    what
                            + " was given up: the disk of the data directory is full. Make room and repeat it. Nothing of it"
                            + " is left.",
                    problem);
        }
        return new ProblemException(
                MaintenanceProblem.FAILED,
                what + " was given up: " + problem + ". Nothing of it is left; see to the file and repeat it.",
                problem);
    }
}

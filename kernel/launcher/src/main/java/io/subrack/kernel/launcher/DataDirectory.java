/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The data directory, held by this process alone. The file {@code lock} is never deleted, because deleting a lock file
 * races with those who open it; it holds the process id of its owner.
 */
final class DataDirectory implements AutoCloseable {
    private static final long CLEANER_PATIENCE_MILLIS = 5_000;

    private final Path root;
    private final FileChannel channel;
    // guarded by this
    private @Nullable Thread cleaner;

    private DataDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Makes the directory if needed and locks it.
     *
     * @throws LaunchException {@link ExitCode#DATA_LOCKED} if another process, or another platform in this one, has it;
     *     {@link ExitCode#BAD_CONFIGURATION} if it cannot be made or written
     */
    static DataDirectory lock(Path root) {
        try {
            create(root);
            FileChannel channel = FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return lock(root, channel);
        } catch (IOException e) {
            throw new LaunchException(
                    ExitCode.BAD_CONFIGURATION,
                    "subrack.data: '" + root + "' must be a directory that can be made and written: " + e,
                    e);
        }
    }

    private static DataDirectory lock(Path root, FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = tryLock(channel);
            if (lock == null) {
                throw new LaunchException(ExitCode.DATA_LOCKED, held(root, channel));
            }
            DataDirectory data = new DataDirectory(root, channel);
            data.begin();
            return data;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String held(Path root, FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        String holder =
                StandardCharsets.US_ASCII.decode(buffer.flip()).toString().strip();
        return "the data directory " + root + " is in use by "
                + (holder.isEmpty() ? "another process" : "process " + holder)
                + "; stop that one (bin/subrack stop), or set SUBRACK_DATA to another directory";
    }

    private static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        } else {
            Files.createDirectory(directory);
        }
    }

    /** Writes who holds the lock, and clears what a killed process left in {@code run/}. */
    private void begin() throws IOException {
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(pid), 0);
        Files.createDirectories(run());
        clearRun();
        retireFrameworkStorage();
        Files.writeString(run().resolve("subrack.pid"), pid);
    }

    Path root() {
        return root;
    }

    /** Returns the directory of the files that are there only while the platform runs. */
    Path run() {
        return root.resolve("run");
    }

    /** Returns where the framework keeps its bundles; emptied at each start. */
    Path frameworkStorage() {
        return root.resolve("cache");
    }

    /** Moves what the last framework left out of the way: to delete it takes a good part of a start's time. */
    private void retireFrameworkStorage() throws IOException {
        if (!Files.exists(frameworkStorage())) {
            return;
        }
        if (Files.exists(retired())) {
            Directories.delete(retired());
        }
        Files.move(frameworkStorage(), retired());
    }

    /** Deletes what the last framework left, in a thread of its own that {@link #close} waits for. */
    synchronized void deleteRetiredStorage() {
        if (cleaner != null) {
            return;
        }
        Thread thread = new Thread(this::deleteQuietly, "subrack-cleaner");
        thread.setDaemon(true);
        thread.start();
        cleaner = thread;
    }

    private void deleteQuietly() {
        try {
            Directories.delete(retired());
        } catch (IOException e) {
            // it is tried again at the next start, which tells if it fails
        }
    }

    private synchronized void awaitCleaner() {
        try {
            if (cleaner != null) {
                cleaner.join(CLEANER_PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path retired() {
        return root.resolve("cache.old");
    }

    /** Tells scripts how far the platform is: one word, then what is missing. */
    void writeState(String state) {
        try {
            Path temporary = run().resolve("state.tmp");
            Files.writeString(temporary, state + "\n");
            Files.move(temporary, run().resolve("state"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LaunchException(ExitCode.UNEXPECTED, "cannot write " + run().resolve("state") + ": " + e, e);
        }
    }

    private void clearRun() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run())) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        awaitCleaner();
        try (channel) {
            clearRun();
            channel.truncate(0);
        } catch (IOException e) {
            throw new LaunchException(ExitCode.UNEXPECTED, "cannot release " + root.resolve("lock") + ": " + e, e);
        }
    }
}

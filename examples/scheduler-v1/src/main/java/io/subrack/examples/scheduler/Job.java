/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A job that runs again and again and counts its runs in a file. It owns the file: there must not be two of it. */
final class Job implements AutoCloseable {
    private final Path countFile;
    private final FileChannel lockChannel;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "scheduler-job"));
    private volatile long runs;

    /** @throws IllegalStateException if another job owns the directory */
    Job(Path directory) {
        countFile = directory.resolve("runs");
        try {
            Files.createDirectories(directory);
            lockChannel = lock(directory.resolve("lock"));
            runs = readCount();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data directory " + directory, e);
        }
    }

    void start(Duration period) {
        timer.scheduleWithFixedDelay(this::run, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    long runs() {
        return runs;
    }

    /** Lets the run that is under way finish, then gives the directory free. */
    @Override
    public void close() throws IOException {
        timer.shutdown();
        try {
            timer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        lockChannel.close();
    }

    private void run() {
        try {
            Files.writeString(countFile, Long.toString(runs + 1));
            runs++;
        } catch (IOException e) {
            // A task that throws is never run again.
            System.getLogger(Job.class.getName()).log(System.Logger.Level.WARNING, "cannot write " + countFile, e);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldInThisProcess) {
            channel.close();
            throw new IllegalStateException("another scheduler of this process owns " + file, heldInThisProcess);
        }
        channel.close();
        throw new IllegalStateException("a scheduler of another process owns " + file);
    }

    private long readCount() throws IOException {
        try {
            return Long.parseLong(Files.readString(countFile).trim());
        } catch (NoSuchFileException firstStart) {
            return 0;
        }
    }
}

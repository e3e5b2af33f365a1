/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.DeploymentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the file system that files came, changed or went, and hands their names on when they have been left alone
 * for a moment and are whole. Sleeps while nothing happens.
 */
final class FolderWatch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

    /** A file that is no whole archive after this is broken, and not on its way. */
    private static final Duration INCOMPLETE = Duration.ofSeconds(3);

    /** Files that arrive together are taken together, if the others are not much later. */
    private static final Duration TOGETHER = Duration.ofMillis(250);

    private static final long UNREACHABLE = -2;

    private static final Duration RETRY = Duration.ofMillis(100);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
    private static final Duration FOLDER_RETRY = Duration.ofSeconds(1);

    private final Path directory;
    private final Duration quiet;
    private final FolderRecord record;
    private final FolderSync sync;
    private final Runnable caughtUp;
    private final Map<String, Touched> touched = new HashMap<>();
    private volatile @Nullable WatchService open;
    private volatile boolean closed;

    /** @param caughtUp run whenever nothing is left to do, at first when the files that were there are dealt with */
    FolderWatch(Path directory, Duration quiet, FolderRecord record, FolderSync sync, Runnable caughtUp) {
        this.directory = directory;
        this.quiet = quiet;
        this.record = record;
        this.sync = sync;
        this.caughtUp = caughtUp;
    }

    /**
     * A file that something happened to.
     *
     * @param since when it last changed, by {@link System#nanoTime()}; when it is looked at again if it is unreachable
     * @param length its length then; -1 if it is gone, {@link #UNREACHABLE} if it cannot be looked at
     * @param modified its time then
     * @param ready when it could first have been taken; 0 if it could not yet
     */
    private record Touched(long since, long length, long modified, long ready) {}

    /** Works until it is closed. */
    @Override
    public void run() {
        try {
            while (!closed) {
                round();
                if (!closed) {
                    Thread.sleep(FOLDER_RETRY.toMillis());
                }
            }
        } catch (InterruptedException e) {
            log.debug("{} is not watched any more", directory);
        }
    }

    /** The top of the thread: whatever happens, the next round comes, and nobody waits for this one. */
    private void round() throws InterruptedException {
        try {
            watchOnce();
        } catch (RuntimeException | Error e) {
            log.error("the deploy folder {} failed; it goes on in a moment", directory, e);
        }
        try {
            caughtUp.run();
        } catch (RuntimeException e) {
            log.error("the deploy folder {} could not say that it has caught up", directory, e);
        }
    }

    private void watchOnce() throws InterruptedException {
        try (WatchService watcher = directory.getFileSystem().newWatchService()) {
            open = watcher;
            WatchKey key = directory.register(
                    watcher,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            sync.begin();
            Set<String> recorded = record.names();
            if (recorded.isEmpty() || recorded.stream().anyMatch(this::there)) {
                recorded.forEach(name -> touch(name, true));
            } else {
                leaveAlone(recorded);
            }
            list();
            watch(watcher, key);
            if (!closed) {
                log.warn("{} is gone; waiting for it to come back", directory);
            }
        } catch (IOException e) {
            log.debug("{} cannot be watched", directory, e);
        } catch (ClosedWatchServiceException e) {
            log.debug("{} is not watched any more", directory);
        }
    }

    /** Ends the watch after what it is doing. An interrupt would break a file that is being written. */
    void close() {
        closed = true;
        WatchService watcher = open;
        if (watcher != null) {
            try {
                watcher.close();
            } catch (IOException e) {
                log.debug("the watch of {} could not be closed", directory, e);
            }
        }
    }

    private void watch(WatchService watcher, WatchKey key) throws InterruptedException {
        // What has lain there for long need not wait for anything.
        handOn();
        boolean valid = true;
        while (valid && !closed) {
            if (touched.values().stream().allMatch(file -> file.length == UNREACHABLE)) {
                caughtUp.run();
            }
            long due = nextDue();
            WatchKey signalled = due < 0 ? watcher.take() : watcher.poll(due, TimeUnit.NANOSECONDS);
            if (signalled != null) {
                note(signalled);
                valid = key.reset();
            }
            if (valid) {
                handOn();
            }
        }
    }

    private boolean there(String name) {
        return look(name, 0).length >= 0;
    }

    /** A folder without any of its files is more likely not mounted than emptied. */
    private void leaveAlone(Set<String> recorded) {
        touched.keySet().removeAll(recorded);
        log.warn(
                "none of the files that were deployed from {} is there ({}): is it mounted? Their bundles stay. If the"
                        + " files are gone for good, remove the bundles by the API, or delete {} and restart to keep"
                        + " them",
                directory,
                recorded.stream().sorted().toList(),
                record.file());
    }

    /** Looks at everything, because events were lost. */
    private void rescan() {
        record.names().forEach(name -> touch(name, true));
        list();
    }

    private void list() {
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> touch(file.getFileName().toString(), true));
        } catch (IOException | UncheckedIOException e) {
            log.warn("{} cannot be listed", directory, e);
        }
    }

    private void note(WatchKey key) {
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                rescan();
            } else if (event.context() instanceof Path name) {
                touch(name.toString(), false);
            }
        }
    }

    /** @param old whether the file may have been there for long */
    private void touch(String name, boolean old) {
        if (eligible(name)) {
            long now = System.nanoTime();
            Touched look = look(name, now);
            long age = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - look.modified;
            boolean settled = old && age > quiet.toNanos();
            touched.put(name, new Touched(settled ? now - quiet.toNanos() : now, look.length, look.modified, 0));
        }
    }

    static boolean eligible(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jar") && !lower.startsWith(".") && !lower.contains("~");
    }

    private Touched look(String name, long since) {
        try {
            BasicFileAttributes now =
                    Files.readAttributes(directory.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.isRegularFile()
                    ? new Touched(since, now.size(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS), 0)
                    : new Touched(since, -1, 0, 0);
        } catch (NoSuchFileException gone) {
            return new Touched(since, -1, 0, 0);
        } catch (IOException e) {
            log.debug("{} cannot be looked at", name, e);
            return unreachable();
        }
    }

    private static Touched unreachable() {
        return new Touched(System.nanoTime() + FOLDER_RETRY.toNanos(), UNREACHABLE, 0, 0);
    }

    /** Returns how many nanoseconds from now somebody may be ready; negative if nobody waits. */
    private long nextDue() {
        long now = System.nanoTime();
        return touched.values().stream()
                .mapToLong(file -> Math.max(0, due(file, now) - now))
                .min()
                .orElse(-1);
    }

    private long due(Touched file, long now) {
        if (file.ready != 0) {
            return file.ready + TOGETHER.toNanos();
        }
        boolean unquiet = now - file.since < quiet.toNanos();
        return file.since + (unquiet ? quiet : INCOMPLETE).toNanos();
    }

    private void handOn() throws InterruptedException {
        List<String> ready = new ArrayList<>();
        boolean all = true;
        boolean late = false;
        long now = System.nanoTime();
        for (String name : List.copyOf(touched.keySet())) {
            Touched file = review(name, now);
            if (file.ready == 0) {
                all = false;
            } else {
                ready.add(name);
                late |= now - file.ready >= TOGETHER.toNanos();
            }
        }
        if (!ready.isEmpty() && (all || late)) {
            handOn(ready);
        }
    }

    private void handOn(List<String> ready) throws InterruptedException {
        if (!sync.ready()) {
            Thread.sleep(RETRY.toMillis());
            return;
        }
        try {
            ready.sort(null);
            Set<String> later = sync.settle(ready);
            ready.forEach(touched::remove);
            later.forEach(name -> touched.put(name, unreachable()));
            if (touched.isEmpty()) {
                sync.retryUnwell();
            }
        } catch (DeploymentException e) {
            log.warn("the deploy folder tries {} again in a moment: {}", ready, e.getMessage());
            Thread.sleep(BUSY_RETRY.toMillis());
        } catch (RuntimeException | Error e) {
            log.error("the deploy folder failed with {}; they are tried again when they change", ready, e);
            ready.forEach(touched::remove);
        }
    }

    /** Looks at a file again and says since when it is ready. */
    private Touched review(String name, long now) {
        Touched before = touched.get(name);
        Touched file = look(name, now);
        if (file.length == UNREACHABLE) {
            if (before != null && before.length == UNREACHABLE && before.since > now) {
                return before;
            }
            return keep(name, file);
        }
        if (before == null || file.length != before.length || file.modified != before.modified) {
            return keep(name, file);
        }
        if (before.ready != 0 || now - before.since < quiet.toNanos()) {
            return before;
        }
        boolean whole = file.length < 0 || whole(name) || now - before.since >= INCOMPLETE.toNanos();
        return whole ? keep(name, new Touched(before.since, file.length, file.modified, now)) : before;
    }

    private Touched keep(String name, Touched file) {
        touched.put(name, file);
        return file;
    }

    private boolean whole(String name) {
        try {
            return ZipEnd.complete(directory.resolve(name));
        } catch (IOException e) {
            return false;
        }
    }
}

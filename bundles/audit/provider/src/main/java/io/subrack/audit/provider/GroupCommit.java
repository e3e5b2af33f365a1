/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditStatus;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditUnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects events and writes those that came meanwhile with one force. While the disk refuses, callers are refused at
 * once, what was taken is kept, and the disk is tried again every second.
 */
final class GroupCommit {
    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    /** How many records share a force at the most. */
    private static final int BATCH = 512;

    /** How long a caller waits for a disk that does not answer. */
    private static final int ANSWER_SECONDS = 30;

    private static final int RETRY_SECONDS = 1;
    private static final int CLOSE_SECONDS = 5;

    private final Journal journal;
    private final Retention retention;
    private final AuditSettings settings;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor writer;

    /** What the opening of the log has found and is not written yet. Used by the writer. */
    private final List<AuditEvent> findings = new ArrayList<>();

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition room = lock.newCondition();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private boolean writing;
    private boolean closed;

    /** Whether the last event is our own, about the failure. */
    private boolean probing;

    private @Nullable Instant unavailableSince;
    private String reason = "";
    private long written;
    private long waited;
    private long refused;
    private long refusedMeanwhile;

    GroupCommit(Journal journal, Retention retention, AuditSettings settings, Clock clock) {
        this.journal = journal;
        this.retention = retention;
        this.settings = settings;
        this.clock = clock;
        this.writer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "subrack-audit");
            thread.setDaemon(true);
            return thread;
        });
        // What is asked of a writer that has ended was refused before.
        writer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        writer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** An event that waits; whoever was promised its record waits for it. */
    private record Pending(Journal.Entry entry, @Nullable CompletableFuture<AuditAnchor> promise) {}

    /** Takes the first event of all and begins to look after old segments. */
    @SuppressWarnings("FutureReturnValueIgnored") // the task tells its faults itself
    void takeFirst(AuditEvent event) {
        take(event);
        writer.scheduleWithFixedDelay(this::retireQuietly, 60, 3_600, TimeUnit.SECONDS);
    }

    void take(AuditEvent event) {
        enqueue(new Pending(new Journal.Entry(Journal.now(clock), event), null));
    }

    /** Returns when the event's record is on disk. */
    AuditAnchor commit(AuditEvent event) {
        var promise = new CompletableFuture<AuditAnchor>();
        enqueue(new Pending(new Journal.Entry(Journal.now(clock), event), promise));
        try {
            return promise.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailableException("the wait for the audit record was interrupted", e);
        } catch (TimeoutException e) {
            throw new AuditUnavailableException(
                    "the disk of the audit log has not answered for " + ANSWER_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw unavailable(e.getCause());
        }
    }

    AuditStatus status() {
        lock.lock();
        try {
            return new AuditStatus(
                    journal.head().map(LogFiles.Head::link).orElse(AuditAnchor.BEGINNING),
                    pending.size(),
                    written,
                    journal.forces(),
                    waited,
                    refused,
                    unavailableSince,
                    reason);
        } finally {
            lock.unlock();
        }
    }

    /** Deletes what is old, and returns when that is done. */
    void retire() {
        try {
            writer.submit(() -> {
                        retention.run(journal);
                        return null;
                    })
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(e);
        }
    }

    /** Writes what waits, and the end. */
    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            var end = AuditEvent.success(AuditTypes.LOG_CLOSED, AuditActor.PLATFORM);
            pending.add(new Pending(new Journal.Entry(Journal.now(clock), end), null));
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        writer.execute(this::drain);
        writer.execute(this::end);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.error("The audit log did not close within {} s; {} events may be lost", CLOSE_SECONDS, size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        int left = size();
        if (left > 1) {
            log.error("{} events could not be written to the audit log before the end: {}", left - 1, reason);
        }
        fail(new IOException("the platform stops"));
        try {
            journal.close();
        } catch (IOException e) {
            log.warn("The audit log could not be closed", e);
        }
    }

    private int size() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(Pending event) {
        lock.lock();
        try {
            refuseIfImpossible();
            if (pending.size() >= settings.queue()) {
                awaitRoom();
            }
            pending.add(event);
            if (!writing) {
                writing = true;
                writer.execute(this::drain);
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        waited++;
        long nanos = settings.patience().toNanos();
        try {
            while (pending.size() >= settings.queue() && nanos > 0) {
                nanos = room.awaitNanos(nanos);
                refuseIfImpossible();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (pending.size() >= settings.queue()) {
            refused++;
            throw new AuditUnavailableException(
                    "the audit log does not keep up: " + pending.size()
                            + " events wait already; use a faster disk, or raise queue.records of " + AuditSettings.PID,
                    null);
        }
    }

    private void refuseIfImpossible() {
        if (closed) {
            throw new AuditUnavailableException("the audit log is closed: the platform stops", null);
        }
        if (unavailableSince != null) {
            refused++;
            refusedMeanwhile++;
            throw unavailable(null);
        }
    }

    private AuditUnavailableException unavailable(@Nullable Throwable cause) {
        return new AuditUnavailableException(
                "the audit log cannot be written, so nothing that it must show can be done: "
                        + (cause == null ? reason : cause)
                        + "; see to free space and permissions of the data directory",
                cause);
    }

    private void drain() {
        try {
            while (true) {
                var batch = batch();
                if (batch.isEmpty()) {
                    return;
                }
                write(batch);
            }
        } catch (IOException | RuntimeException | Error e) { // the top of the thread: whoever waits must hear of it
            fail(e);
        }
    }

    /** Returns what is to be written next; if that is nothing, the next event calls again. */
    private List<Pending> batch() {
        lock.lock();
        try {
            var batch = new ArrayList<Pending>(Math.min(BATCH, pending.size()));
            for (var event : pending) {
                if (batch.size() == BATCH) {
                    break;
                }
                batch.add(event);
            }
            writing = !batch.isEmpty();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Pending> batch) throws IOException {
        findings.addAll(journal.open());
        var entries = new ArrayList<Journal.Entry>();
        findings.forEach(finding -> entries.add(new Journal.Entry(Journal.now(clock), finding)));
        batch.forEach(event -> entries.add(event.entry()));
        var links = journal.write(entries);
        int found = findings.size();
        findings.clear();
        lock.lock();
        try {
            for (int i = 0; i < batch.size(); i++) {
                pending.remove();
            }
            written += links.size();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < batch.size(); i++) {
            var promise = batch.get(i).promise();
            if (promise != null) {
                promise.complete(links.get(found + i));
            }
        }
    }

    /** Tells those who wait, keeps what was only taken, and tries again later. */
    private void fail(Throwable failure) {
        var told = new ArrayList<CompletableFuture<AuditAnchor>>();
        lock.lock();
        try {
            if (unavailableSince == null && !closed) {
                unavailableSince = clock.instant();
                log.error("The audit log cannot be written: {}. What needs it is refused.", failure.toString());
            }
            reason = failure.toString();
            for (var event : pending) {
                if (event.promise() != null) {
                    told.add(event.promise());
                }
            }
            pending.removeIf(event -> event.promise() != null);
            int callers = probing ? told.size() - 1 : told.size();
            probing = false;
            refused += callers;
            refusedMeanwhile += callers;
            writing = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        told.forEach(promise -> promise.completeExceptionally(failure));
        recoverLater();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // as above
    private void recoverLater() {
        writer.schedule(this::recover, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    /** Tries the disk with a record about the failure. */
    private void recover() {
        lock.lock();
        try {
            var since = unavailableSince;
            if (since == null || closed) {
                return;
            }
            probing = true;
            pending.addLast(new Pending(
                    new Journal.Entry(
                            Journal.now(clock),
                            AuditEvent.success(AuditTypes.LOG_RECOVERED, AuditActor.PLATFORM)
                                    .with("since", since.toString())
                                    .with("refused", Long.toString(refusedMeanwhile))
                                    .with("reason", reason)),
                    new CompletableFuture<>()));
        } finally {
            lock.unlock();
        }
        try {
            for (var batch = batch(); !batch.isEmpty(); batch = batch()) {
                write(batch);
            }
        } catch (IOException | RuntimeException | Error e) { // as above
            fail(e);
            return;
        }
        lock.lock();
        try {
            log.info("The audit log can be written again; {} events were refused meanwhile", refusedMeanwhile);
            probing = false;
            unavailableSince = null;
            reason = "";
            refusedMeanwhile = 0;
        } finally {
            lock.unlock();
        }
    }

    private void retireQuietly() {
        try {
            if (journal.head().isPresent() && status().unavailable().isEmpty()) {
                retention.run(journal);
            }
        } catch (IOException | RuntimeException e) { // the next time must come
            log.error("Old segments of the audit log could not be deleted", e);
        }
    }
}

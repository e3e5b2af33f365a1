/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.Jobs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what is to be restored and leaves it for the next start; notes down at that start that it was done. */
@Component(service = Restores.class, immediate = true)
public final class Restores {
    static final String RESTART = "Restart the platform to apply it";

    private static final String TARGET = "restore";
    private static final Logger log = LoggerFactory.getLogger(Restores.class);

    private final Jobs jobs;
    private final AuditLog audit;
    private final Backups backups;
    private final RestoreStore store;

    @Activate
    public Restores(@Reference Jobs jobs, @Reference AuditLog audit, @Reference Backups backups) {
        this.jobs = jobs;
        this.audit = audit;
        this.backups = backups;
        this.store = new RestoreStore(backups.data());
        noteApplied();
    }

    RestoreStore store() {
        return store;
    }

    private void noteApplied() {
        try {
            store.tidy();
            Optional<RestoreStore.Restore> applied = store.applied();
            if (applied.isPresent()) {
                audit.append(event(applied.get()));
                store.note(applied.get());
            }
        } catch (AuditUnavailableException | IOException e) {
            log.warn("That a restore was applied is noted at the next start", e);
        }
    }

    private static AuditEvent event(RestoreStore.Restore restore) {
        return AuditEvent.success(AuditTypes.RESTORE_APPLIED, AuditActor.PLATFORM)
                .with("source", restore.source())
                .with("requestedBy", restore.by())
                .with("requested", restore.requested().toString())
                .with("created", restore.created().toString())
                .with("set", Long.toString(restore.set()))
                .with("before", Objects.requireNonNullElse(restore.before(), ""));
    }

    /** @throws ProblemException if there is no such backup, or one or a restore is being made */
    JobStatus start(String backup, Author by) {
        Path file = backups.store().file(backup);
        backups.requireTurn();
        audit.append(Backups.event(AuditTypes.RESTORE_REQUESTED, by).on(Backups.TARGET, backup));
        return start("Restore of the backup " + backup, file, "backup " + backup, by, () -> {});
    }

    /** As {@link #start(String, Author)}, of a file that is read to its end before this returns. */
    JobStatus start(InputStream content, Author by) {
        backups.requireTurn();
        Path file = store.receive(content);
        boolean started = false;
        try {
            String sha256 = Digests.of(file);
            audit.append(Backups.event(AuditTypes.RESTORE_REQUESTED, by)
                    .on(TARGET, "upload")
                    .with("sha256", sha256));
            JobStatus job = start("Restore of an upload", file, "upload " + sha256, by, () -> store.discard(file));
            started = true;
            return job;
        } catch (IOException e) {
            throw Disk.failed("The restore", e);
        } finally {
            if (!started) {
                store.discard(file);
            }
        }
    }

    private JobStatus start(String title, Path file, String source, Author by, Runnable afterwards) {
        return jobs.start(new Jobs.Request("restore", title, by, Backups.SCOPE, true), progress -> {
            try {
                return backups.inTurn(() -> stage(file, source, by, progress));
            } finally {
                afterwards.run();
            }
        });
    }

    private Optional<URI> stage(Path file, String source, Author by, Jobs.Progress progress) {
        RestoreStore.Restore restore = store.stage(file, source, by.name(), backups.version(), progress);
        progress.step(RESTART);
        progress.detail(String.join(" ", RestoreStore.hints(restore)));
        progress.percent(100);
        log.warn("A restore waits for the next start: {}, asked for by {}", source, by.name());
        return Optional.of(URI.create(RestoresResource.BASE));
    }

    /** Takes the restore that waits for the next start away. */
    void withdraw(Author by) {
        boolean waited = backups.inTurn(store::withdraw);
        if (!waited) {
            throw new ProblemException(
                    MaintenanceProblem.NOTHING_PENDING,
                    "no restore waits for the next start, so there is none to withdraw");
        }
        audit.append(Backups.event(AuditTypes.RESTORE_WITHDRAWN, by));
    }
}

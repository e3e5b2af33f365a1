/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.data.api.Schemas;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.Jobs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Makes backups, one at a time, and keeps the newest of them. */
@Component(
        service = Backups.class,
        configurationPid = MaintenanceConfig.PID,
        property = ConfigurationCheck.LIVE_PROPERTY + "=live")
@Designate(ocd = MaintenanceConfig.class)
public final class Backups {
    static final String SCOPE = "platform.data";
    static final String TARGET = "backup";

    private final Jobs jobs;
    private final AuditLog audit;
    private final Path data;
    private final String version;
    private final BackupStore store;
    private final Clock clock = Clock.systemUTC();
    private final Semaphore turn = new Semaphore(1);
    private final AtomicInteger keep;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<Schemas> schemas = List.of();

    @Activate
    public Backups(BundleContext context, @Reference Jobs jobs, @Reference AuditLog audit, MaintenanceConfig config) {
        this(
                Path.of(context.getProperty(PlatformProperties.DATA)),
                Objects.requireNonNullElse(context.getProperty(PlatformProperties.VERSION), "0.0.0"),
                jobs,
                audit,
                keep(config));
    }

    /** The tests' door. */
    Backups(Path data, String version, Jobs jobs, AuditLog audit, int keep) {
        this.data = data.toAbsolutePath();
        this.version = version;
        this.jobs = jobs;
        this.audit = audit;
        this.keep = new AtomicInteger(keep);
        this.store = new BackupStore(this.data);
    }

    @Modified
    void modified(MaintenanceConfig config) {
        keep.set(keep(config));
    }

    private static int keep(MaintenanceConfig config) {
        int keep = config.backups_keep();
        if (keep < 1 || keep > MaintenanceConfig.MOST_KEPT) {
            throw new IllegalArgumentException(MaintenanceConfig.PID + ": backups.keep must be 1 to "
                    + MaintenanceConfig.MOST_KEPT + ", not " + keep);
        }
        return keep;
    }

    Path data() {
        return data;
    }

    String version() {
        return version;
    }

    BackupStore store() {
        return store;
    }

    /** @throws ProblemException {@link MaintenanceProblem#BUSY} if a backup or a restore is running */
    JobStatus start(Author by) {
        requireTurn();
        return jobs.start(
                new Jobs.Request("backup", "Backup of the platform", by, SCOPE, true),
                progress -> inTurn(() -> Optional.of(make(by, progress))));
    }

    private URI make(Author by, Jobs.Progress progress) {
        BackupContent content = new BackupContent(data, schemas.stream().findFirst());
        BackupInfo made = store.make(content, version, clock.instant(), progress);
        audit.append(event(AuditTypes.BACKUP_CREATED, by)
                .on(TARGET, made.id())
                .with("sha256", made.sha256())
                .with("bytes", Long.toString(made.size()))
                .with("database", made.database()));
        store.keep(keep.get());
        progress.percent(100);
        return URI.create(BackupsResource.BASE + "/" + made.id());
    }

    static AuditEvent event(String type, Author by) {
        return AuditEvent.success(type, AuditActor.of(by)).from(by.requestId(), by.address());
    }

    /** Says at once what the job would find out. */
    void requireTurn() {
        if (turn.availablePermits() == 0) {
            throw busy();
        }
    }

    /** Does something while no backup and no restore is made. */
    <T> T inTurn(java.util.function.Supplier<T> work) {
        if (!turn.tryAcquire()) {
            throw busy();
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }

    private static ProblemException busy() {
        return new ProblemException(
                MaintenanceProblem.BUSY,
                "a backup or a restore is running; GET /jobs shows it. Repeat the call when it has ended");
    }
}

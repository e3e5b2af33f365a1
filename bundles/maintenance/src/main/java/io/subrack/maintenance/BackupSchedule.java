/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.ConfigurationCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a backup when the newest one is so old; off unless an admin has set the hours. */
@Component(
        service = {},
        immediate = true,
        configurationPid = MaintenanceConfig.PID,
        property = ConfigurationCheck.LIVE_PROPERTY + "=live")
public final class BackupSchedule {
    private static final Logger log = LoggerFactory.getLogger(BackupSchedule.class);
    private static final int LOOK_MINUTES = 5;

    private final Backups backups;
    private volatile Duration every = Duration.ZERO;
    private volatile Instant tried = Instant.EPOCH;
    // guarded by this
    private @Nullable ScheduledExecutorService thread;

    @Activate
    public BackupSchedule(@Reference Backups backups, MaintenanceConfig config) {
        this.backups = backups;
        modified(config);
    }

    @Modified
    synchronized void modified(MaintenanceConfig config) {
        int hours = config.backups_schedule_hours();
        if (hours < 0 || hours > MaintenanceConfig.MOST_HOURS) {
            throw new IllegalArgumentException(MaintenanceConfig.PID + ": backups.schedule.hours must be 0 to "
                    + MaintenanceConfig.MOST_HOURS + ", not " + hours);
        }
        every = Duration.ofHours(hours);
        if (hours == 0) {
            close();
        } else if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread made = new Thread(task, "subrack-backup-schedule");
                made.setDaemon(true);
                return made;
            });
            var unused = thread.scheduleWithFixedDelay(this::look, 1, LOOK_MINUTES, TimeUnit.MINUTES);
        }
    }

    @Deactivate
    synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    private void look() {
        try {
            Instant newest = backups.store().list().stream()
                    .map(BackupInfo::created)
                    .findFirst()
                    .orElse(Instant.EPOCH);
            if (isDue(newest, tried, Instant.now(), every)) {
                tried = Instant.now();
                backups.start(Author.named("backup schedule"));
            }
        } catch (ProblemException e) {
            log.warn("The scheduled backup was not made: {}", e.getMessage());
        } catch (RuntimeException e) { // the top of the thread: the next look must come
            log.error("The scheduled backup was not made", e);
        }
    }

    /** One that failed is tried again after an hour, not at each look. */
    static boolean isDue(Instant newest, Instant tried, Instant now, Duration every) {
        return !every.isZero() && !now.isBefore(newest.plus(every)) && !now.isBefore(tried.plus(Duration.ofHours(1)));
    }
}

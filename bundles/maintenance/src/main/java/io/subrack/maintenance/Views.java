/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.kernel.spi.JobStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is answered, in JSON. */
final class Views {
    private Views() {}

    /** A backup. */
    record Backup(
            String id,
            String created,
            long size,
            String sha256,
            long set,
            String version,
            String database,
            List<String> notes,
            String href) {
        static Backup of(BackupInfo it) {
            return new Backup(
                    it.id(),
                    it.created().toString(),
                    it.size(),
                    it.sha256(),
                    it.set(),
                    it.version(),
                    it.database(),
                    it.notes(),
                    BackupsResource.BASE + "/" + it.id());
        }
    }

    /** A job that was started; {@code GET /jobs/{id}} has the rest. */
    record Job(
            String id,
            String kind,
            String title,
            String actor,
            String state,
            boolean cancellable,
            String started,
            List<Object> steps) {
        static Job of(JobStatus it) {
            return new Job(
                    it.id(),
                    it.kind(),
                    it.title(),
                    it.actor().name(),
                    it.state().name(),
                    it.cancellable(),
                    it.started().toString(),
                    List.of());
        }
    }

    /** A restore that waits or was applied. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Restore(
            String source,
            String by,
            String requested,
            String created,
            String version,
            long set,
            String database,
            List<String> notes,
            @Nullable String before) {
        static Restore of(RestoreStore.Restore it) {
            return new Restore(
                    it.source(),
                    it.by(),
                    it.requested().toString(),
                    it.created().toString(),
                    it.version(),
                    it.set(),
                    it.database(),
                    RestoreStore.hints(it),
                    it.before());
        }
    }

    /** What waits for the next start, and what was applied last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RestoreState(@Nullable Restore pending, @Nullable Restore last, String sentence) {
        static RestoreState of(Optional<RestoreStore.Restore> pending, Optional<RestoreStore.Restore> last) {
            return new RestoreState(
                    pending.map(Restore::of).orElse(null),
                    last.map(Restore::of).orElse(null),
                    pending.isPresent()
                            ? Restores.RESTART
                                    + ": bin/subrack stop, then bin/subrack start. What is there now moves into"
                                    + " a directory of its own. DELETE withdraws the restore."
                            : "No restore waits for the next start.");
        }
    }

    /** What an admin can set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Settings(@Nullable String externalUrl, BackupSettings backups) {}

    /** What an admin can set of backups. */
    record BackupSettings(long keep, long scheduleHours) {}
}

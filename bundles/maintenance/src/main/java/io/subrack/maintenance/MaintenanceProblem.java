/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.api.ProblemType;

/** The problem types of backups, restores and support zips. */
public enum MaintenanceProblem implements ProblemType {
    BACKUP_UNKNOWN("maintenance:backup-unknown", "Backup does not exist", 404),
    SUPPORT_ZIP_UNKNOWN("maintenance:support-zip-unknown", "Support zip does not exist", 404),
    NOTHING_PENDING("maintenance:nothing-pending", "No restore is waiting", 404),
    BUSY("maintenance:busy", "Another backup or restore is running", 409),
    NEEDS_YES("maintenance:needs-yes", "Restore must be agreed to", 409),
    BACKUP_INVALID("maintenance:backup-invalid", "File cannot be restored", 422),
    FAILED("maintenance:failed", "Files cannot be read or written", 500),
    NO_ROOM("maintenance:no-room", "Not enough room on the disk", 507);

    private final String code;
    private final String title;
    private final int status;

    MaintenanceProblem(String code, String title, int status) {
        this.code = code;
        this.title = title;
        this.status = status;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int status() {
        return status;
    }
}

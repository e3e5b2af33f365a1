/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.api.ProblemException;

/** A file that cannot be restored. */
final class BackupException extends ProblemException {
    private static final long serialVersionUID = 1L;

    /** @param why what is wrong with the file, as the end of a sentence */
    BackupException(String why) {
        super(
                MaintenanceProblem.BACKUP_INVALID,
                "The file is not restored: " + why + ". Nothing was changed. Take another backup.");
    }
}

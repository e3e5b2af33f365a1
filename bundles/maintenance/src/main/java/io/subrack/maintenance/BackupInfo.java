/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a backup that is kept here.
 *
 * @param size of the file, in bytes
 * @param sha256 of the file
 * @param set number of the deployment set that was current
 * @param version of the product that made it
 * @param database {@code hsqldb} if it is in the backup, {@code postgresql} if it is not, {@code none}
 * @param notes what whoever restores it should know
 */
record BackupInfo(
        String id,
        Instant created,
        long size,
        String sha256,
        long set,
        String version,
        String database,
        List<String> notes) {
    BackupInfo {
        notes = List.copyOf(notes);
    }

    static BackupInfo of(String id, BackupManifest manifest, long size, String sha256) {
        return new BackupInfo(
                id,
                manifest.created(),
                size,
                sha256,
                manifest.set(),
                manifest.version(),
                manifest.database(),
                manifest.notes());
    }
}

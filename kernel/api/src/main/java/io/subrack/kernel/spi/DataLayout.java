/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.Set;

/**
 * What lies in the data directory, for those who back it up and restore it. A restore is left in {@value #RESTORE}, and the
 * launcher applies it at the next start before anybody opens a file: what is there moves into
 * {@code before-restore-<time>}, and what is pending takes its place.
 */
public final class DataLayout {
    /** The directory of restores, below the data directory. */
    public static final String RESTORE = "restore";

    /** Below {@value #RESTORE}: the restore that waits for the next start; there only when it is whole. */
    public static final String PENDING = "pending";

    /** Below {@value #PENDING}: what takes the place of the data directory's content. */
    public static final String CONTENT = "content";

    /** Below {@value #PENDING}: what is restored, and who asked for it. Written last. */
    public static final String MARKER = "restore.json";

    /** Below {@value #RESTORE}: the marker of a restore that was applied, until somebody has taken note of it. */
    public static final String APPLIED = "applied.json";

    /** Below {@value #RESTORE}: the name of the directory that has what was there before. */
    public static final String APPLIED_BEFORE = "applied.before";

    /** How the directories that have what was there before a restore are called. */
    public static final String BEFORE = "before-restore-";

    /** Made anew by each process, about this machine alone, or a copy itself. */
    private static final Set<String> STAYS =
            Set.of("archive", "backup", "backups", "cache", "cache.old", "lock", "logs", "restore", "run", "support");

    /** Good for one process or one person, once. */
    private static final Set<String> PASSING = Set.of("recover-admin", "recovery-token", "setup-token");

    private DataLayout() {}

    /** Says whether a restore leaves what has this name, in the data directory itself, where it is. */
    public static boolean stays(String name) {
        return STAYS.contains(name) || name.startsWith(BEFORE);
    }

    /** Says whether what has this name, in the data directory itself, belongs into a backup. */
    public static boolean isBackedUp(String name) {
        return !stays(name) && !PASSING.contains(name) && !name.startsWith(".") && !name.endsWith(".tmp");
    }
}

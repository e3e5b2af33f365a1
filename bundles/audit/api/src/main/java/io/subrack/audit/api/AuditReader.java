/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Reads and verifies the audit log. Sees what is on disk. Thread-safe. */
@ProviderType
public interface AuditReader {
    /**
     * Finds records.
     *
     * @return a page, perhaps of fewer records than asked for, perhaps of none, although there are more:
     *     {@link AuditPage#next()} alone says whether to go on
     * @throws AuditUnavailableException if the files cannot be read
     */
    AuditPage search(AuditQuery query);

    /**
     * Copies records as they stand in the files, one line of JSON each, oldest first, up to what is on disk when it is
     * called. Lines keep their hashes, so that a copy can be verified elsewhere.
     *
     * @param after only records with a higher sequence number; 0 for all
     * @return how many records were copied
     * @throws IOException if the files cannot be read or {@code target} cannot be written
     */
    long export(AuditFilter filter, long after, OutputStream target) throws IOException;

    /**
     * Verifies the whole chain. Reads every byte of the log; takes about a second for some hundred thousand records.
     *
     * @param anchors links that were noted elsewhere earlier, in any order; they must be in the log
     * @throws AuditUnavailableException if the files cannot be read
     */
    AuditVerification verify(List<AuditAnchor> anchors);

    /** Returns how the log stands. */
    AuditStatus status();
}

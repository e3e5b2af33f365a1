/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.api;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** All bundles' schemas, for admins. A service of the platform. Thread-safe. */
@ProviderType
public interface Schemas {
    /**
     * Returns all schemas, sorted by name.
     *
     * @throws DataException if the database cannot be asked right now
     */
    List<SchemaInfo> list();

    /**
     * Deletes an orphaned schema with all its data; there is no way back.
     *
     * @throws DataException if there is no such schema, if a bundle that is installed owns it, or if the database cannot
     *     be asked right now; nothing is deleted then
     */
    void drop(String name);

    /**
     * Writes a copy of the embedded database while it runs, as a new directory. Commits go on meanwhile. All of the
     * copy is on disk when this method returns.
     *
     * @return the new directory; only its owner may read it. To restore it, put it in the place of {@code db} in the data
     *     directory while the platform is stopped
     * @throws DataException if the database is not the embedded one, or the copy cannot be written; nothing is left of
     *     it then
     */
    Path backup();
}

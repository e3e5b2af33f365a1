/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.ArtifactInfo;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** A stored artifact opened for reading, without any of its classes loaded. Valid only during the call it is given to. */
@ProviderType
public interface ArtifactContent {
    ArtifactInfo info();

    /** Returns the names of all file entries, in the order of the archive. */
    Set<String> names();

    /** Returns the bytes of one entry, or empty if there is none of that name. */
    Optional<byte[]> read(String name);
}

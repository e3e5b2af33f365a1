/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Version;

/**
 * A stored bundle artifact, checked when it came in.
 *
 * @param digest the name under which it is stored
 * @param symbolicName {@code Bundle-SymbolicName} without directives
 * @param version {@code Bundle-Version}
 * @param size length in bytes
 * @param headers the main manifest headers, sorted by name; text of a stranger, to be escaped wherever it is shown
 */
public record ArtifactInfo(
        Sha256 digest, String symbolicName, Version version, long size, Map<String, String> headers) {
    public ArtifactInfo {
        headers = java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /**
     * Returns what the manifest says of access.
     *
     * @throws IllegalArgumentException if it cannot be read, which an artifact of an older platform may show
     */
    public AccessHeaders access() {
        return AccessHeaders.read(headers::get);
    }

    /** Says whether two versions of this bundle may run beside each other while one replaces the other. */
    public boolean canLiveTwice() {
        return !ManifestHeaders.EXCLUSIVE.equals(headers.get(ManifestHeaders.UPDATE));
    }
}

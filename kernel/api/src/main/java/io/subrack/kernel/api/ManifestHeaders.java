/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/** Manifest headers that Subrack adds to those of OSGi. All are optional. */
public final class ManifestHeaders {
    /**
     * How the bundle may be updated: {@value #SIDE_BY_SIDE} (the default) or {@value #EXCLUSIVE}. A bundle that owns
     * something that exists once (a port, a scheduler, a queue consumer) says {@value #EXCLUSIVE}; its requests are
     * held while the old version stops and the new one starts.
     */
    public static final String UPDATE = "Subrack-Update";

    public static final String SIDE_BY_SIDE = "side-by-side";

    public static final String EXCLUSIVE = "exclusive";

    private ManifestHeaders() {}
}

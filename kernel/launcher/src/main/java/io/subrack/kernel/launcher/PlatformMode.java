/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

/** How the platform bundles get into the framework. */
public enum PlatformMode {
    /** From the class path by OSGi Connect: one class loader, which class archives can cover. */
    CONNECT,
    /** As ordinary bundles, each with its own class loader; slower to start, for finding faults in manifests. */
    CLASSIC;

    /** Returns the name as it stands in the configuration. */
    public String configurationName() {
        return this == CONNECT ? "connect" : "classic";
    }
}

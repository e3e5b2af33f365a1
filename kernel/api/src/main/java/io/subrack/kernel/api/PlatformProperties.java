/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/** Names of the framework properties that the launcher sets and any bundle may read. */
public final class PlatformProperties {
    /** Absolute path of the installation (read-only at run time). */
    public static final String HOME = "subrack.home";

    /** Absolute path of the data directory, locked by this process. */
    public static final String DATA = "subrack.data";

    /** Absolute path of the directory with the admin's configuration files. */
    public static final String CONFIG = "subrack.config";

    /** Product version, for example {@code 0.1.0}. */
    public static final String VERSION = "subrack.version";

    /** Instant at which the process started, in ISO-8601. */
    public static final String STARTED = "subrack.started";

    private PlatformProperties() {}
}

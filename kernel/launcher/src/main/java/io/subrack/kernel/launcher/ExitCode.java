/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

/** What the process tells its parent when it ends. Part of the contract with scripts and service managers. */
public enum ExitCode {
    /** It did what it was asked to do; for a running platform: it was asked to stop, and did. */
    OK(0),
    /** Something that has no code of its own; the log has the stack trace. */
    UNEXPECTED(1),
    /** The command line or the configuration is wrong; every fault was named. */
    BAD_CONFIGURATION(2),
    /** Another process uses the data directory. */
    DATA_LOCKED(3),
    /** The framework or a platform bundle could not be started. */
    PLATFORM_FAILED(4),
    /** The platform bundles run, but the current deployment set could not be booted. */
    BOOT_FAILED(5),
    /** It did not stop in time, or was told twice to stop; it was ended as it was. */
    FORCED(6),
    /** {@code status} and {@code probe}: the platform does not run, or is not ready. */
    NOT_READY(7);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import org.jspecify.annotations.Nullable;

/** Says in sentences why the platform cannot run. The message is meant for the admin. */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public LaunchException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public LaunchException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}

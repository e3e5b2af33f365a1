/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with a sentence for the person and a code for the script. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CliException(int exitCode, String sentence) {
        this(exitCode, sentence, null);
    }

    CliException(int exitCode, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    static CliException usage(String sentence) {
        return new CliException(ExitCode.USAGE, sentence);
    }

    int exitCode() {
        return exitCode;
    }

    /** Returns what to tell; never null. */
    String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}

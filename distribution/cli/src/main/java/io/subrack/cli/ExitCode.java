/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

/** How a command ends, for scripts. Documented in {@code docs/reference/cli.md}; a number never changes its meaning. */
final class ExitCode {
    static final int FINE = 0;
    /** Something that nobody foresaw, here or at the server. */
    static final int UNEXPECTED = 1;

    static final int USAGE = 2;
    /** Not logged in, or not allowed. */
    static final int NOT_ALLOWED = 3;

    static final int NOT_FOUND = 4;
    /** Nobody answers, or the answer is not Subrack's. */
    static final int SERVER_GONE = 5;
    /** The server understood, and refused. */
    static final int REFUSED = 6;
    /** It works, but is not healthy: {@code health}, {@code doctor}. */
    static final int NOT_HEALTHY = 7;
    /** A deployment or another job failed, and was undone. */
    static final int FAILED = 8;

    private ExitCode() {}

    static int of(int status) {
        return switch (status) {
            case 401, 403 -> NOT_ALLOWED;
            case 404, 410 -> NOT_FOUND;
            case 502, 503, 504 -> SERVER_GONE;
            default -> status >= 500 ? UNEXPECTED : REFUSED;
        };
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

/** An answer came, but not one of those that were expected. */
public final class UnexpectedAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    public UnexpectedAnswerException(String message) {
        super(message, null, false, false);
    }
}

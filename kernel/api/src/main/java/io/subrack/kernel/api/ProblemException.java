/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import org.jspecify.annotations.Nullable;

/** A failure with a stable type and a sentence for the person who has to act. The parent of each API's exception. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;

    /**
     * @param type the kind of problem
     * @param detail what was attempted, with which value, and what would help
     * @param cause what was caught, if something was
     */
    public ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
    }

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, null);
    }

    public ProblemType type() {
        return type;
    }
}

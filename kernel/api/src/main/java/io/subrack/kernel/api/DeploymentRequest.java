/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.List;

/**
 * What is wanted, by whom and why.
 *
 * @param by who asks; the name is shown in the history
 * @param reason why; may be empty; at most {@value #MAX_TEXT_CHARS} characters
 * @param changes at least one
 */
public record DeploymentRequest(Author by, String reason, List<Change> changes) {
    public static final int MAX_TEXT_CHARS = 500;

    /** @throws IllegalArgumentException if there is no change or a text is too long */
    public DeploymentRequest {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a deployment needs at least one change");
        }
        if (reason.length() > MAX_TEXT_CHARS) {
            throw new IllegalArgumentException("reason must have at most " + MAX_TEXT_CHARS + " characters");
        }
    }

    /** As above, by somebody of whom nothing but the name is known. */
    public DeploymentRequest(String author, String reason, List<Change> changes) {
        this(Author.named(author), reason, changes);
    }

    /** Returns how the history calls who asks. */
    public String author() {
        return by.name();
    }
}

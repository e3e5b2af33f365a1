/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.List;

/**
 * What is wanted, by whom and why.
 *
 * @param author who asks; shown in the history; at most {@value #MAX_TEXT_CHARS} characters
 * @param reason why; may be empty; at most {@value #MAX_TEXT_CHARS} characters
 * @param changes at least one
 */
public record DeploymentRequest(String author, String reason, List<Change> changes) {
    public static final int MAX_TEXT_CHARS = 500;

    /** @throws IllegalArgumentException if there is no change or a text is too long */
    public DeploymentRequest {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a deployment needs at least one change");
        }
        if (author.isBlank() || author.length() > MAX_TEXT_CHARS || reason.length() > MAX_TEXT_CHARS) {
            throw new IllegalArgumentException(
                    "author must have 1 to " + MAX_TEXT_CHARS + " characters and reason at most as many");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/**
 * Who asks for a deployment, and from where. Names may change and be given again; the subject is for ever.
 *
 * @param name how the history calls them; 1 to {@value DeploymentRequest#MAX_TEXT_CHARS} characters
 * @param kind what stands behind the subject, in lower case: {@code user}, {@code client}, {@code bundle}; empty for the
 *     platform itself
 * @param subject immutable and unique; empty for the platform itself
 * @param client the OAuth client that was used; empty for none
 * @param requestId the HTTP request that asked; empty for none
 * @param address where that came from; empty if it is not known
 */
public record Author(String name, String kind, String subject, String client, String requestId, String address) {
    /** @throws IllegalArgumentException if there is no name, or a text is too long */
    public Author {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "author must have 1 to " + DeploymentRequest.MAX_TEXT_CHARS + " characters");
        }
        for (String text : new String[] {name, kind, subject, client, requestId, address}) {
            if (text.length() > DeploymentRequest.MAX_TEXT_CHARS) {
                throw new IllegalArgumentException(
                        "author must have 1 to " + DeploymentRequest.MAX_TEXT_CHARS + " characters");
            }
        }
    }

    /** Returns an author of whom nothing but the name is known. */
    public static Author named(String name) {
        return new Author(name, "", "", "", "", "");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A version of a bundle that a repository has. Texts are a stranger's, to be escaped wherever they are shown.
 *
 * @param symbolicName the bundle; {@code group:artifact} where it is not known before it is downloaded
 * @param version as it is asked for, which for Maven may differ from the bundle's in its punctuation
 * @param repository id of the repository
 * @param coordinates {@code group:artifact:version}; empty if it is not Maven's
 * @param sha256 of the jar, if the repository says so
 * @param size of the jar in bytes, if it is known
 * @param requirements what it needs, one sentence each; empty if that is not known before it is downloaded
 */
public record Offer(
        String symbolicName,
        String version,
        String repository,
        Optional<String> coordinates,
        Optional<String> sha256,
        OptionalLong size,
        List<String> requirements) {
    public Offer {
        requirements = List.copyOf(requirements);
    }
}

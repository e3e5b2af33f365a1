/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * What was downloaded, and the one plan that deploys it.
 *
 * @param artifacts what was wanted first, then what these need, in the order in which it was found
 * @param plan an ordinary plan; it has faults if something is needed that no repository has
 */
public record Resolution(List<Artifact> artifacts, Plan plan) {
    public Resolution {
        artifacts = List.copyOf(artifacts);
    }

    /**
     * A bundle that is in the artifact store now.
     *
     * @param symbolicName the bundle
     * @param version its version
     * @param sha256 the name under which it is stored
     * @param size its length in bytes
     * @param repository id of the repository that it came from; empty if by address
     * @param coordinates {@code group:artifact:version}; empty if it is not Maven's
     * @param signature how it is signed
     * @param signer who signed it; empty if nobody, or it is not known who that is
     * @param why as a sentence: asked for, or what it provides to whom
     */
    public record Artifact(
            String symbolicName,
            String version,
            Sha256 sha256,
            long size,
            Optional<String> repository,
            Optional<String> coordinates,
            String signature,
            Optional<String> signer,
            String why) {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.kernel.api.ArtifactInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that belongs to a deployment.
 *
 * @param bundle what its manifest says
 * @param candidate where it came from; null if by address, or if it was here
 * @param why for people
 * @param wasHere whether it was in the artifact store before
 */
record Picked(
        ArtifactInfo info, IndexedBundle bundle, @Nullable Candidate candidate, String why, boolean wasHere) {
    Picked(Downloads.Got got, @Nullable Candidate candidate, String why) {
        this(got.info(), got.bundle(), candidate, why, false);
    }

    String symbolicName() {
        return info.symbolicName();
    }

    Optional<Coordinates> coordinates() {
        return candidate == null ? Optional.empty() : candidate.coordinates();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactContent;
import java.util.Optional;
import java.util.function.Function;

/** Opens stored artifacts for those who describe them. Thread-safe. */
interface ArtifactContents {
    /**
     * Opens an artifact, lets {@code reader} read it, closes it.
     *
     * @throws io.subrack.kernel.api.DeploymentException {@code ARTIFACT_UNKNOWN} if it is not stored here
     */
    <T> T read(Sha256 digest, Function<ArtifactContent, T> reader);

    /**
     * Starts the time anew for which an artifact is kept though no set refers to it. Once this has returned something,
     * a removal of old artifacts that is under way spares this one.
     *
     * @return the artifact; empty if it is not stored, or cannot be touched
     */
    Optional<ArtifactInfo> renewed(Sha256 digest);
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactContent;
import java.util.function.Function;

/** Opens stored artifacts for those who describe them. Thread-safe. */
interface ArtifactContents {
    /**
     * Opens an artifact, lets {@code reader} read it, closes it.
     *
     * @throws io.subrack.kernel.api.DeploymentException {@code ARTIFACT_UNKNOWN} if it is not stored here
     */
    <T> T read(Sha256 digest, Function<ArtifactContent, T> reader);
}

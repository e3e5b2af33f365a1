/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The content-addressed store of bundle artifacts. Thread-safe. */
@ProviderType
public interface Artifacts {
    /**
     * Checks a bundle and stores it; when this returns, it is on disk. Storing the same bytes again is no error.
     *
     * @param content read up to the configured limit, never closed
     * @throws DeploymentException {@link DeploymentProblem#ARTIFACT_INVALID} if it is not a well-formed bundle,
     *     {@link DeploymentProblem#ARTIFACT_TOO_LARGE} if a limit is passed; nothing is stored then
     */
    ArtifactInfo store(InputStream content);

    /** Returns what is known of a stored artifact, or empty. */
    Optional<ArtifactInfo> info(Sha256 digest);

    /**
     * Opens a stored artifact; the caller closes the stream.
     *
     * @throws DeploymentException {@link DeploymentProblem#ARTIFACT_UNKNOWN} if it is not stored here
     */
    InputStream open(Sha256 digest);
}

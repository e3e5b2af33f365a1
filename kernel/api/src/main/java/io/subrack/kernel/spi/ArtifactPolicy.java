/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.ArtifactInfo;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Judges artifacts before they are deployed, as by their signature. An OSGi service; the engine asks each of them about
 * each artifact that a plan would bring in, whichever way it came. Thread-safe.
 */
@ConsumerType
public interface ArtifactPolicy {
    /** Judges a stored artifact. May read it whole the first time; remembers what it found. */
    Verdict judge(ArtifactInfo artifact);

    /**
     * What there is to say of an artifact.
     *
     * @param signature how it is signed: "signed" by somebody who is trusted, "stranger" if the signer is not, "unsigned",
     *     or "invalid" if the content is not what was signed
     * @param signer who signed it; empty if nobody, or it is not known who that is
     * @param refusal why it must not be deployed, as a sentence with what to do
     * @param warning what an admin should know, as a sentence
     */
    record Verdict(String signature, Optional<String> signer, Optional<String> refusal, Optional<String> warning) {}
}

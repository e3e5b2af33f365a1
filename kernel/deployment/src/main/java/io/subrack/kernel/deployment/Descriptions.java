/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Review;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes artifacts, each once: the same bytes and participants always give the same description. Keeps the last
 * {@value #KEPT}. Thread-safe.
 */
final class Descriptions {
    private static final Logger log = LoggerFactory.getLogger(Descriptions.class);
    private static final int KEPT = 500;

    private final ArtifactContents contents;

    /** Guarded by itself. */
    private final Map<Key, Description> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Description> eldest) {
            return size() > KEPT;
        }
    };

    private record Key(Sha256 artifact, List<DeploymentParticipant> participants) {}

    Descriptions(ArtifactContents contents) {
        this.contents = contents;
    }

    Description of(Sha256 artifact, List<DeploymentParticipant> participants) {
        Key key = new Key(artifact, participants);
        synchronized (known) {
            Description description = known.get(key);
            if (description != null) {
                return description;
            }
        }
        Description description = contents.read(artifact, content -> describe(content, participants));
        synchronized (known) {
            known.put(key, description);
        }
        return description;
    }

    private static Description describe(ArtifactContent content, List<DeploymentParticipant> participants) {
        List<Contribution> contributions = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (DeploymentParticipant participant : participants) {
            try {
                contributions.addAll(participant.describe(content));
                Review review = participant.review(content);
                refusals.addAll(review.refusals());
                warnings.addAll(review.warnings());
            } catch (RuntimeException
                    | LinkageError
                    | StackOverflowError e) { // a participant's fault must not break the plan
                log.warn(
                        "{} cannot describe {}",
                        participant.name(),
                        content.info().symbolicName(),
                        e);
                faults.add("the " + participant.name() + " cannot tell what it contributes: " + e.getMessage());
            }
        }
        return Description.ofArtifact(content).with(contributions, faults, new Review(refusals, warnings));
    }
}

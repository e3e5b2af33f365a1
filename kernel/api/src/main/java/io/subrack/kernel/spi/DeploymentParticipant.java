/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.Bundle;

/**
 * A part of the platform that changes together with the bundles: registered as an OSGi service by platform bundles. The
 * engine calls it from one thread; whatever it throws fails the deployment, and never more than that.
 */
@ConsumerType
public interface DeploymentParticipant {
    /** Returns how it is called in messages, as {@code front door}. */
    String name();

    /** Says what an artifact will contribute, from its bytes alone. Used for plans. */
    List<Contribution> describe(ArtifactContent artifact);

    /**
     * Says what there is to say of an artifact that a plan would make live, from its bytes alone. Not asked about what is
     * live already: nothing that runs is refused later.
     */
    default Review review(ArtifactContent artifact) {
        return Review.NOTHING;
    }

    /**
     * Says why a running bundle cannot live beside its next version, as half a sentence ({@code it registers servlets}),
     * or empty if it can as far as this participant knows.
     */
    Optional<String> exclusive(Bundle live);

    /** Tells what the set that is being booted is expected to contribute. Called before its bundles start. */
    void expect(List<SetEntry> entries);

    /**
     * Joins a deployment: its new bundles are installed and resolved, not yet started. What they register from now on
     * is kept apart until {@link Participation#switchOver()}. A deployment that only changes grants is joined as well: it
     * has no moves, and {@link Transition#entries()} say what is granted.
     */
    Participation join(Transition transition);
}

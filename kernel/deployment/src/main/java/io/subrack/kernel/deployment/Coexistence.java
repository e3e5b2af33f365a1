/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.ManifestHeaders;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.DeploymentParticipant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether the old and the new instance of a bundle may run beside each other. */
final class Coexistence {
    private static final Logger log = LoggerFactory.getLogger(Coexistence.class);

    private final Live live;
    private final Artifacts artifacts;

    Coexistence(Live live, Artifacts artifacts) {
        this.live = live;
        this.artifacts = artifacts;
    }

    /** Returns why the old must stop before the new starts, as half a sentence, or empty if both can live. */
    Optional<String> obstacle(Move move) {
        if (!move.ranBefore() || !move.runsAfter()) {
            return Optional.empty();
        }
        if (saysExclusive(move.before()) || saysExclusive(move.after())) {
            return Optional.of("its manifest says " + ManifestHeaders.UPDATE + ": " + ManifestHeaders.EXCLUSIVE);
        }
        Bundle bundle = live.bundles().get(move.symbolicName());
        return bundle == null || bundle.getState() != Bundle.ACTIVE ? Optional.empty() : ask(bundle);
    }

    private boolean saysExclusive(@Nullable SetEntry entry) {
        return entry != null
                && artifacts
                        .info(entry.artifact())
                        .filter(info -> !info.canLiveTwice())
                        .isPresent();
    }

    private Optional<String> ask(Bundle bundle) {
        for (DeploymentParticipant participant : live.participants()) {
            try {
                Optional<String> obstacle = participant.exclusive(bundle);
                if (obstacle.isPresent()) {
                    return obstacle;
                }
            } catch (RuntimeException | LinkageError e) { // held requests are the safe answer
                log.warn("{} cannot say whether {} can live twice", participant.name(), bundle, e);
                return Optional.of("the " + participant.name() + " failed to say that it can live twice");
            }
        }
        return Optional.empty();
    }
}

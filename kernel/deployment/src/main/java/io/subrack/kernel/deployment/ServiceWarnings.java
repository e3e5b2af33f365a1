/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.ContributionChange;
import io.subrack.kernel.api.ContributionChange.Effect;
import io.subrack.kernel.api.SetEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Warns of services that will be missed. Services come and go by their nature, so this is never a fault: a bundle that
 * waits for one is found by the probe.
 */
final class ServiceWarnings {
    private final Live live;
    private final List<Move> moves;
    private final List<ContributionChange> changes;
    private final Set<Bundle> retiring = new HashSet<>();
    private final Set<String> offered = new HashSet<>();

    ServiceWarnings(Live live, List<Move> moves, List<ContributionChange> changes) {
        this.live = live;
        this.moves = moves;
        this.changes = changes;
        for (Move move : moves) {
            Bundle bundle = live.bundles().get(move.symbolicName());
            if (bundle != null && move.retires()) {
                retiring.add(bundle);
            }
        }
        for (ContributionChange change : changes) {
            if (isService(change) && change.effect() != Effect.DISAPPEARS) {
                offered.add(change.contribution().id());
            }
        }
    }

    List<String> sentences(Function<SetEntry, Description> descriptions) {
        List<String> sentences = new ArrayList<>();
        for (Move move : moves) {
            SetEntry after = move.after();
            if (after != null && move.runsAfter()) {
                descriptions.apply(after).required().stream()
                        .filter(service -> !provided(service))
                        .forEach(service -> sentences.add(
                                move.symbolicName() + " waits for service " + service + "; nobody provides it yet."));
            }
        }
        for (ContributionChange change : changes) {
            boolean goes = isService(change) && change.effect() == Effect.DISAPPEARS;
            if (goes
                    && !change.consumers().isEmpty()
                    && !provided(change.contribution().id())) {
                sentences.add(String.join(" and ", change.consumers())
                        + (change.consumers().size() == 1 ? " uses" : " use") + " service "
                        + change.contribution().id() + ", which goes with " + change.bundle()
                        + "; nobody else provides it.");
            }
        }
        return sentences;
    }

    private static boolean isService(ContributionChange change) {
        return change.contribution().kind().equals(Contribution.SERVICE);
    }

    private boolean provided(String service) {
        if (offered.contains(service)) {
            return true;
        }
        try {
            ServiceReference<?>[] references = live.context().getAllServiceReferences(service, null);
            for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                Bundle owner = reference.getBundle();
                if (owner != null && !retiring.contains(owner)) {
                    return true;
                }
            }
            return false;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("there is no filter to be wrong", e);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.Phase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts everything back as it was, from any point of a deployment before its commit. */
final class Undoing {
    private static final Logger log = LoggerFactory.getLogger(Undoing.class);

    private final EngineParts parts;
    private final EngineSettings settings;
    private final GuardedCalls guard;
    private final Participations participations;
    private final Probe probe;
    private final Progress progress;
    private final List<Shift> shifts = new ArrayList<>();
    private final Set<Bundle> stopped = new LinkedHashSet<>();
    private boolean switched;

    Undoing(
            EngineParts parts,
            EngineSettings settings,
            GuardedCalls guard,
            Participations participations,
            Probe probe,
            Progress progress) {
        this.parts = parts;
        this.settings = settings;
        this.guard = guard;
        this.participations = participations;
        this.probe = probe;
        this.progress = progress;
    }

    /** Returns the shifts to undo, which grow while the deployment stages. */
    List<Shift> shifts() {
        return shifts;
    }

    /** An old bundle is about to be stopped; it must run again in the end. */
    void stopping(Bundle old) {
        stopped.add(old);
    }

    void switched() {
        switched = true;
    }

    void run(Failure why) throws InterruptedException {
        progress.phase(Phase.UNDO, "undoing: " + why.sentence());
        try {
            if (!stopped.isEmpty()) {
                changeBack();
            }
            participations.undo();
            takeFreshAway();
        } catch (RuntimeException | Error e) {
            // Nothing may keep the record from ending.
            log.error("undoing failed half-way", e);
            progress.warn("Undoing failed half-way: " + Sentences.describe(e) + "; restart the platform.");
        }
    }

    /** Exclusive bundles: the new one has to stop before the old one can start, with requests held in between. */
    private void changeBack() throws InterruptedException {
        for (Shift shift : shifts) {
            Bundle fresh = shift.fresh();
            if (shift.exclusive() && fresh != null) {
                if (switched) {
                    holdAndDrain(fresh);
                }
                parts.instances().stop(fresh, guard, settings.stop()).ifPresent(progress::warn);
            }
        }
        List<Bundle> again = new ArrayList<>();
        for (Bundle old : new StartOrder(stopped).order()) {
            try {
                parts.instances().start(old, guard, settings.start(), bundle -> {});
                again.add(old);
                progress.step("started " + Sentences.name(old) + " again");
            } catch (DeploymentFailure e) {
                warn("The old version could not be started again: " + e.getMessage());
            }
        }
        try {
            probe.components(again, settings.probe());
        } catch (DeploymentFailure e) {
            warn("The old version runs again but is not whole: " + e.getMessage());
        }
    }

    private void holdAndDrain(Bundle fresh) throws InterruptedException {
        try {
            participations.hold(fresh);
        } catch (DeploymentFailure e) {
            warn("Requests could not be held while the old version came back: " + e.getMessage());
        }
        participations.drain(fresh, settings.drain()).ifPresent(progress::warn);
    }

    private void takeFreshAway() throws InterruptedException {
        Set<Bundle> fresh = new LinkedHashSet<>();
        for (Shift shift : shifts) {
            Bundle bundle = shift.fresh();
            if (bundle != null) {
                fresh.add(bundle);
                if (switched && Instances.running(bundle)) {
                    participations.drain(bundle, settings.drain()).ifPresent(progress::warn);
                }
            }
        }
        List<Bundle> order = new ArrayList<>(new StartOrder(fresh).order());
        Collections.reverse(order);
        for (Bundle bundle : order) {
            parts.instances().stop(bundle, guard, settings.stop()).ifPresent(progress::warn);
        }
        Set<Bundle> uninstalled = new LinkedHashSet<>();
        for (Bundle bundle : order) {
            if (installed(bundle)) {
                parts.leaks().watch(bundle, progress.now().id());
                parts.instances().uninstall(bundle, guard, settings.stop()).ifPresent(this::warn);
                uninstalled.add(bundle);
            }
        }
        parts.purge().run(uninstalled, settings.stop());
    }

    /** What happens to a new bundle whose activator comes back after it was given up. */
    void takeAway(Bundle bundle) {
        if (installed(bundle)) {
            parts.instances().uninstallNow(bundle);
        } else {
            parts.instances().stopNow(bundle);
        }
    }

    private boolean installed(Bundle bundle) {
        return shifts.stream().anyMatch(shift -> shift.installed() && bundle.equals(shift.fresh()));
    }

    private void warn(String sentence) {
        log.warn(sentence);
        progress.warn(sentence);
    }
}

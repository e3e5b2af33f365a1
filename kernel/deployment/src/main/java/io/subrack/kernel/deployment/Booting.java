/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.DeploymentParticipant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings up the current set. One bundle's fault never keeps another from starting. */
final class Booting {
    private static final Logger log = LoggerFactory.getLogger(Booting.class);

    private static final int MOST_EXPLAINED = 50;

    private final EngineParts parts;
    private final EngineSettings settings;
    private final DeploymentSet set;
    private final BiConsumer<String, Installed> publish;
    private final Map<String, Installed> installed = new HashMap<>();
    private final List<Slow> slow = new ArrayList<>();
    private final List<Bundle> unresolved = new ArrayList<>();
    private int explained;

    /** @param publish told, by symbolic name, of each bundle that could not be started */
    Booting(EngineParts parts, DeploymentSet set, BiConsumer<String, Installed> publish) {
        this.parts = parts;
        this.settings = parts.settings().get();
        this.set = set;
        this.publish = publish;
    }

    /** Tells the participants what to expect, then installs every bundle. */
    Map<String, Installed> install(GuardedCalls guard) throws InterruptedException {
        for (DeploymentParticipant participant : parts.participants().get()) {
            try {
                guard.run(settings.participant(), () -> participant.expect(set.bundles()));
            } catch (ExecutionException e) {
                log.error("a participant failed to expect set {}", set.number(), e.getCause());
            } catch (GuardedCalls.HungException e) {
                log.error("a participant did not come back from expecting set {}; it {}", set.number(), e.getMessage());
                if (!e.ended()) {
                    e.afterwards(() -> {});
                }
            }
        }
        for (SetEntry entry : set.bundles()) {
            installed.put(entry.symbolicName(), install(entry));
        }
        return installed;
    }

    private Installed install(SetEntry entry) {
        try {
            return Installed.now(parts.instances().install(entry.symbolicName(), entry.artifact()));
        } catch (DeploymentFailure e) {
            log.error(e.getMessage());
            return Installed.now(null).withFault(e.failure().sentence());
        }
    }

    /** Gives each bundle its start, providers first; one that takes long is left behind on its own thread. */
    void start(GuardedCalls guard) throws InterruptedException {
        List<Bundle> all = new ArrayList<>();
        List<Bundle> bundles = new ArrayList<>();
        for (SetEntry entry : set.bundles()) {
            Installed instance = installed.get(entry.symbolicName());
            Bundle bundle = instance == null ? null : instance.bundle();
            if (bundle != null) {
                all.add(bundle);
                if (entry.state() == StartState.STARTED) {
                    bundles.add(bundle);
                }
            }
        }
        // one that is stopped resolves, too, as soon as somebody could use it
        if (PlatformPackages.haveCopies(all, PlatformBundles.of(parts.context()))) {
            parts.hooks().bootCopies();
        }
        parts.context()
                .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .resolveBundles(bundles);
        for (Bundle bundle : new StartOrder(bundles).order()) {
            if (parts.stopping().getAsBoolean()) {
                return;
            }
            if (!Instances.fragment(bundle)) {
                start(bundle, guard);
            }
        }
    }

    private void start(Bundle bundle, GuardedCalls guard) throws InterruptedException {
        Duration patience =
                settings.bootPatience().compareTo(settings.start()) < 0 ? settings.bootPatience() : settings.start();
        long begun = System.nanoTime();
        GuardedCalls.Call<Boolean> call = parts.instances().beginStart(bundle, guard);
        if (call.done(patience)) {
            keepFault(bundle, call);
        } else {
            log.warn("{} takes long to start; going on with the others", Sentences.name(bundle));
            call.leave();
            slow.add(new Slow(bundle, call, begun));
        }
    }

    private void keepFault(Bundle bundle, GuardedCalls.Call<Boolean> call) throws InterruptedException {
        try {
            call.result();
        } catch (ExecutionException e) {
            DeploymentFailure failure = Instances.startFailed(bundle, e.getCause() == null ? e : e.getCause());
            fault(bundle, failure.failure().sentence());
            if (failure.failure().type() == DeploymentProblem.UNRESOLVED) {
                unresolved.add(bundle);
            } else {
                log.error(failure.getMessage());
            }
        }
    }

    private void fault(Bundle bundle, String sentence) {
        publish.accept(bundle.getSymbolicName(), Installed.now(bundle).withFault(sentence));
    }

    /** Finds better words than the framework's for what could not be wired; costs too much to do while others wait. */
    void explainUnresolved() {
        for (Bundle bundle : unresolved) {
            List<String> sentences =
                    explained++ < MOST_EXPLAINED ? parts.explain().apply(bundle.getSymbolicName()) : List.of();
            String reason = sentences.isEmpty() ? parts.instances().unresolved(bundle) : Sentences.join(sentences);
            log.error("{} is not started: {}", Sentences.name(bundle), reason);
            fault(bundle, reason);
        }
        unresolved.clear();
    }

    /**
     * Looks at the bundles that took long: gives up those past their deadline. To be called again while it says so.
     *
     * @return whether some are still starting
     */
    boolean reviewSlow() throws InterruptedException {
        List<Slow> waiting = new ArrayList<>();
        for (Slow each : slow) {
            if (each.call.done(Duration.ZERO)) {
                keepFault(each.bundle, each.call);
            } else if (System.nanoTime() - each.begun >= settings.start().toNanos()) {
                StackTraceElement[] frames = each.call.frames();
                log.error("{} hangs while it starts", Sentences.name(each.bundle));
                fault(
                        each.bundle,
                        Instances.startTimeout(each.bundle, settings.start(), frames)
                                .failure()
                                .sentence());
            } else {
                waiting.add(each);
            }
        }
        slow.clear();
        slow.addAll(waiting);
        return !slow.isEmpty();
    }

    private record Slow(Bundle bundle, GuardedCalls.Call<Boolean> call, long begun) {}
}

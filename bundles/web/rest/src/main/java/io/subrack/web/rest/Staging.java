/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.spi.Transition.Move;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Component;

/**
 * Knows which bundles a running deployment brings and takes, so that what they have for other bundles' applications
 * comes and goes with the switch: not when a staged bundle starts, and not only when a retiring one stops.
 */
@Component(service = Staging.class)
public final class Staging {
    private final List<Stage> stages = new CopyOnWriteArrayList<>();
    private final List<Consumer<Set<Bundle>>> watchers = new CopyOnWriteArrayList<>();

    /** Has somebody told of the bundles that others begin, or cease, to see. */
    void watch(Consumer<Set<Bundle>> watcher) {
        watchers.add(watcher);
    }

    void unwatch(Consumer<Set<Bundle>> watcher) {
        watchers.remove(watcher);
    }

    /** Says whether what {@code owner} has is not for {@code seeker} now. */
    boolean hides(Bundle owner, Bundle seeker) {
        for (Stage stage : stages) {
            if (stage.hides(owner, seeker)) {
                return true;
            }
        }
        return false;
    }

    /** Says whether a deployment brings this bundle and has not switched to it yet. */
    boolean isStaged(Bundle bundle) {
        for (Stage stage : stages) {
            if (stage.fresh.contains(bundle) && !stage.switched) {
                return true;
            }
        }
        return false;
    }

    Participation join(Transition transition) {
        var stage = new Stage(transition.moves());
        stages.add(stage);
        return stage;
    }

    /** One deployment. The front door does the rest of what is to be done: it knows the mounts of each bundle. */
    private final class Stage implements Participation {
        private final Set<Bundle> fresh = new HashSet<>();
        private final Set<Bundle> retiring = new HashSet<>();
        private volatile boolean switched;

        Stage(List<Move> moves) {
            for (Move move : moves) {
                if (move.fresh() != null) {
                    fresh.add(move.fresh());
                }
                if (move.retiring() != null) {
                    retiring.add(move.retiring());
                }
            }
        }

        boolean hides(Bundle owner, Bundle seeker) {
            if (fresh.contains(seeker)) {
                return retiring.contains(owner);
            }
            if (retiring.contains(seeker)) {
                return fresh.contains(owner);
            }
            return (switched ? retiring : fresh).contains(owner);
        }

        @Override
        public void switchOver() {
            turn(true);
        }

        @Override
        public void undo() {
            turn(false);
        }

        private void turn(boolean over) {
            if (switched != over) {
                switched = over;
                tell();
            }
        }

        private void tell() {
            Set<Bundle> moved = new HashSet<>(fresh);
            moved.addAll(retiring);
            watchers.forEach(watcher -> watcher.accept(moved));
        }

        @Override
        public void close() {
            stages.remove(this);
            tell();
        }

        @Override
        public List<String> awaiting() {
            return List.of();
        }

        @Override
        public void hold(Bundle leaving) {}

        @Override
        public Optional<String> breach() {
            return Optional.empty();
        }

        @Override
        public List<Contribution> contributions(Bundle live) {
            return List.of();
        }

        @Override
        public void committed() {}

        @Override
        public int drain(Bundle leaving, Duration deadline) {
            return 0;
        }
    }
}

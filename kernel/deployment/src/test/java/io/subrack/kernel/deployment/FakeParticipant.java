/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;

/** Writes down what it is told, and answers what the test wants. */
final class FakeParticipant implements DeploymentParticipant {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile List<Transition.Move> moves = List.of();
    volatile List<SetEntry> entries = List.of();
    volatile List<String> awaiting = List.of();
    volatile Optional<String> breach = Optional.empty();
    volatile Optional<String> exclusive = Optional.empty();
    volatile List<Contribution> contributions = List.of();
    volatile String throwIn = "";
    volatile Runnable onHold = () -> {};
    volatile Runnable onSwitch = () -> {};

    private void called(String what) {
        calls.add(what);
        if (what.startsWith(throwIn) && !throwIn.isEmpty()) {
            throw new IllegalStateException("not today");
        }
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    @Override
    public String name() {
        return "fake door";
    }

    @Override
    public List<Contribution> describe(ArtifactContent artifact) {
        return List.of();
    }

    @Override
    public Optional<String> exclusive(Bundle live) {
        return exclusive;
    }

    @Override
    public void expect(List<SetEntry> entries) {
        called("expect " + entries.size());
    }

    @Override
    public Participation join(Transition transition) {
        moves = transition.moves();
        entries = transition.entries();
        called("join");
        return new Part();
    }

    private final class Part implements Participation {
        @Override
        public List<String> awaiting() {
            return awaiting;
        }

        @Override
        public void hold(Bundle retiring) {
            called("hold " + FakeParticipant.name(retiring));
            onHold.run();
        }

        @Override
        public void switchOver() {
            called("switchOver");
            onSwitch.run();
        }

        @Override
        public Optional<String> breach() {
            return breach;
        }

        @Override
        public List<Contribution> contributions(Bundle fresh) {
            return contributions;
        }

        @Override
        public void committed() {
            called("committed");
        }

        @Override
        public int drain(Bundle retiring, Duration deadline) {
            called("drain " + FakeParticipant.name(retiring));
            return 0;
        }

        @Override
        public void undo() {
            called("undo");
        }

        @Override
        public void close() {
            called("close");
        }
    }
}

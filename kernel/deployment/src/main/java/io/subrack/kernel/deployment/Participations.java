/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.deployment.GuardedCalls.HungException;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All participants of one deployment, called as one. Forward, the first failure ends the deployment; on the way back,
 * failures are logged and everybody is called.
 */
final class Participations {
    private static final Logger log = LoggerFactory.getLogger(Participations.class);

    private final GuardedCalls guard;
    private final Duration patience;
    private final List<Part> parts = new ArrayList<>();

    Participations(GuardedCalls guard, Duration patience) {
        this.guard = guard;
        this.patience = patience;
    }

    void join(List<DeploymentParticipant> participants, Transition transition)
            throws DeploymentFailure, InterruptedException {
        List<String> names = new ArrayList<>();
        inTurn(participants, participant -> "a participant", participant -> names.add(participant.name()));
        List<Named> named = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            named.add(new Named(names.get(i), participants.get(i)));
        }
        // One that is given up may still come back; what it brings then is nobody's.
        Queue<Part> joined = new ConcurrentLinkedQueue<>();
        try {
            inTurn(
                    named,
                    Named::name,
                    joining -> joined.add(new Part(joining.name, joining.participant.join(transition))));
        } finally {
            parts.addAll(joined);
        }
    }

    /** Returns what is missing; one that does not answer in time is itself what is missing. */
    List<String> awaiting() throws DeploymentFailure, InterruptedException {
        List<String> missing = new ArrayList<>();
        inTurn(part -> missing.addAll(part.participation.awaiting()));
        return missing;
    }

    void hold(Bundle retiring) throws DeploymentFailure, InterruptedException {
        inTurn(part -> part.participation.hold(retiring));
    }

    void switchOver() throws DeploymentFailure, InterruptedException {
        inTurn(part -> part.participation.switchOver());
    }

    Optional<String> breach() throws DeploymentFailure, InterruptedException {
        List<String> breaches = new ArrayList<>();
        inTurn(part -> part.participation.breach().ifPresent(breaches::add));
        return breaches.stream().findFirst();
    }

    List<Contribution> contributions(Bundle fresh) throws DeploymentFailure, InterruptedException {
        List<Contribution> all = new ArrayList<>();
        inTurn(part -> all.addAll(part.participation.contributions(fresh)));
        return all;
    }

    void committed() throws InterruptedException {
        inTurnAnyway("commit", part -> part.participation.committed());
    }

    /** Waits for the work of a bundle and returns what was cut off, as a sentence. */
    Optional<String> drain(Bundle bundle, Duration deadline) throws InterruptedException {
        int running = 0;
        long end = System.nanoTime() + deadline.toNanos();
        for (Part part : parts) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            try {
                running += ask(part.name, left.plus(patience), () -> part.participation.drain(bundle, left));
            } catch (DeploymentFailure e) {
                log.warn("{} could not drain {}", part.name, Sentences.name(bundle), e);
            }
        }
        return running == 0
                ? Optional.empty()
                : Optional.of(running + " requests of " + Sentences.name(bundle) + " had not finished after "
                        + Sentences.duration(deadline) + " and were cut off.");
    }

    void undo() throws InterruptedException {
        inTurnAnyway("undo", part -> part.participation.undo());
    }

    void close() throws InterruptedException {
        inTurnAnyway("close", part -> part.participation.close());
        parts.clear();
    }

    private void inTurn(Turns.Work<Part> work) throws DeploymentFailure, InterruptedException {
        inTurn(parts, Part::name, work);
    }

    private <T> void inTurn(List<T> all, Function<T, String> names, Turns.Work<T> work)
            throws DeploymentFailure, InterruptedException {
        Turns<T> turns = new Turns<>(guard, patience, all);
        try {
            turns.run(0, work);
        } catch (ExecutionException e) {
            throw refused(names.apply(all.get(turns.stoodAt())), e);
        } catch (HungException e) {
            throw hung(names.apply(all.get(turns.stoodAt())), patience, e);
        }
    }

    /** Calls everybody, whoever fails. */
    private void inTurnAnyway(String what, Turns.Work<Part> work) throws InterruptedException {
        Turns<Part> turns = new Turns<>(guard, patience, parts);
        for (int next = 0; next < parts.size(); next = turns.stoodAt() + 1) {
            try {
                turns.run(next, work);
                return;
            } catch (ExecutionException e) {
                String name = parts.get(turns.stoodAt()).name;
                log.error("{} failed to {}", name, what, refused(name, e));
            } catch (HungException e) {
                String name = parts.get(turns.stoodAt()).name;
                log.error("{} failed to {}", name, what, hung(name, patience, e));
            }
        }
    }

    private <T> T ask(String name, Duration deadline, Callable<T> work) throws DeploymentFailure, InterruptedException {
        try {
            return guard.call(deadline, work);
        } catch (ExecutionException e) {
            throw refused(name, e);
        } catch (HungException e) {
            throw hung(name, deadline, e);
        }
    }

    private static DeploymentFailure refused(String name, ExecutionException e) {
        Throwable thrown = e.getCause() == null ? e : e.getCause();
        String message = thrown.getMessage();
        String reason = message == null || message.isBlank() ? Sentences.describe(thrown) : message;
        return new DeploymentFailure(DeploymentProblem.PARTICIPANT_FAILED, name + " refused: " + reason, thrown);
    }

    private static DeploymentFailure hung(String name, Duration deadline, HungException e) {
        if (!e.ended()) {
            e.afterwards(() -> {});
        }
        return new DeploymentFailure(
                DeploymentProblem.PARTICIPANT_FAILED,
                name + " did not answer within " + Sentences.duration(deadline) + "; it " + e.getMessage() + ".",
                e);
    }

    private record Named(String name, DeploymentParticipant participant) {}

    private record Part(String name, Participation participation) {}
}

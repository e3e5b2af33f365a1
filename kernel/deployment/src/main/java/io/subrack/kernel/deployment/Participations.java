/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.deployment.GuardedCalls.HungException;
import io.subrack.kernel.deployment.GuardedCalls.Work;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
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
        for (DeploymentParticipant participant : participants) {
            String name = ask("a participant", patience, participant::name);
            parts.add(new Part(name, ask(name, patience, () -> participant.join(transition))));
        }
    }

    /** Returns what is missing; one that does not answer in time is itself what is missing. */
    List<String> awaiting() throws DeploymentFailure, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (Part part : parts) {
            missing.addAll(ask(part.name, patience, part.participation::awaiting));
        }
        return missing;
    }

    void hold(Bundle retiring) throws DeploymentFailure, InterruptedException {
        for (Part part : parts) {
            tell(part.name, patience, () -> part.participation.hold(retiring));
        }
    }

    void switchOver() throws DeploymentFailure, InterruptedException {
        for (Part part : parts) {
            tell(part.name, patience, part.participation::switchOver);
        }
    }

    Optional<String> breach() throws DeploymentFailure, InterruptedException {
        for (Part part : parts) {
            Optional<String> breach = ask(part.name, patience, part.participation::breach);
            if (breach.isPresent()) {
                return breach;
            }
        }
        return Optional.empty();
    }

    List<Contribution> contributions(Bundle fresh) throws DeploymentFailure, InterruptedException {
        List<Contribution> all = new ArrayList<>();
        for (Part part : parts) {
            all.addAll(ask(part.name, patience, () -> part.participation.contributions(fresh)));
        }
        return all;
    }

    void committed() throws InterruptedException {
        for (Part part : parts) {
            tellAnyway(part, "commit", part.participation::committed);
        }
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
        for (Part part : parts) {
            tellAnyway(part, "undo", part.participation::undo);
        }
    }

    void close() throws InterruptedException {
        for (Part part : parts) {
            tellAnyway(part, "close", part.participation::close);
        }
        parts.clear();
    }

    private void tell(String name, Duration deadline, Work work) throws DeploymentFailure, InterruptedException {
        ask(name, deadline, () -> {
            work.run();
            return true;
        });
    }

    private void tellAnyway(Part part, String what, Work work) throws InterruptedException {
        try {
            tell(part.name, patience, work);
        } catch (DeploymentFailure e) {
            log.error("{} failed to {}", part.name, what, e);
        }
    }

    private <T> T ask(String name, Duration deadline, Callable<T> work) throws DeploymentFailure, InterruptedException {
        try {
            return guard.call(deadline, work);
        } catch (ExecutionException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            String message = thrown.getMessage();
            String reason = message == null || message.isBlank() ? Sentences.describe(thrown) : message;
            throw new DeploymentFailure(DeploymentProblem.PARTICIPANT_FAILED, name + " refused: " + reason, thrown);
        } catch (HungException e) {
            if (!e.ended()) {
                e.afterwards(() -> {});
            }
            throw new DeploymentFailure(
                    DeploymentProblem.PARTICIPANT_FAILED,
                    name + " did not answer within " + Sentences.duration(deadline) + "; it " + e.getMessage() + ".",
                    e);
        }
    }

    private record Part(String name, Participation participation) {}
}

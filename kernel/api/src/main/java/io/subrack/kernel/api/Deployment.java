/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of one deployment: running, or in the history.
 *
 * @param id stable; the plan's id
 * @param by who applied it
 * @param reason why; may be empty
 * @param baseSet the set it started from
 * @param status how it stands
 * @param phase where it is
 * @param bundles what it does to which bundle
 * @param steps what happened so far, in order
 * @param started when it was accepted
 * @param ended when it was done; empty while it runs
 * @param newSet the set it made; empty unless committed
 * @param failure why it was undone; empty unless it was
 * @param grants what it does to the grants of bundles
 * @param warnings what an admin should know (a class loader that leaks, requests cut at the drain's deadline)
 */
public record Deployment(
        String id,
        Author by,
        String reason,
        long baseSet,
        Status status,
        Phase phase,
        List<BundleChange> bundles,
        List<Step> steps,
        Instant started,
        Optional<Instant> ended,
        Optional<Long> newSet,
        Optional<Failure> failure,
        List<GrantChange> grants,
        List<String> warnings) {
    public Deployment {
        bundles = List.copyOf(bundles);
        steps = List.copyOf(steps);
        grants = List.copyOf(grants);
        warnings = List.copyOf(warnings);
    }

    /** As above, by somebody of whom nothing but the name is known, and with no change of grants. */
    public Deployment(
            String id,
            String author,
            String reason,
            long baseSet,
            Status status,
            Phase phase,
            List<BundleChange> bundles,
            List<Step> steps,
            Instant started,
            Optional<Instant> ended,
            Optional<Long> newSet,
            Optional<Failure> failure,
            List<String> warnings) {
        this(
                id,
                Author.named(author),
                reason,
                baseSet,
                status,
                phase,
                bundles,
                steps,
                started,
                ended,
                newSet,
                failure,
                List.of(),
                warnings);
    }

    /** Returns how the history calls who applied it. */
    public String author() {
        return by.name();
    }

    /** Returns how long it took, or has taken until {@code now} if it still runs. */
    public Duration duration(Instant now) {
        return Duration.between(started, ended.orElse(now));
    }

    /** How a deployment stands. */
    public enum Status {
        RUNNING,
        /** The new set is on disk and serving. */
        COMMITTED,
        /** It failed and everything is as before. */
        UNDONE,
        /** The platform was ended in the middle; it booted into the set that was on disk. */
        INTERRUPTED
    }

    /** One thing that happened. */
    public record Step(Instant at, Phase phase, String text) {}

    /**
     * Why a deployment was undone.
     *
     * @param type stable problem type
     * @param sentence cause, bundle and fix
     * @param causes where it began, as far as programs can know
     */
    public record Failure(DeploymentProblem type, String sentence, List<Cause> causes) {
        public Failure {
            causes = List.copyOf(causes);
        }

        /** A failure of which only people can read where it began. */
        public Failure(DeploymentProblem type, String sentence) {
            this(type, sentence, List.of());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.Deployment.Step;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Plan;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps the record of one deployment and tells of every change. Used from one thread at a time. */
final class Progress {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Consumer<Deployment> listener;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private Deployment now;

    private Progress(Deployment accepted, Consumer<Deployment> listener) {
        this.now = accepted;
        this.listener = listener;
        this.steps.addAll(accepted.steps());
        this.warnings.addAll(accepted.warnings());
    }

    static Deployment accepted(Plan plan) {
        DeploymentRequest request = plan.request();
        Instant started = Instant.now();
        return new Deployment(
                plan.id(),
                request.by(),
                request.reason(),
                plan.baseSet(),
                Status.RUNNING,
                Phase.QUEUED,
                plan.bundles(),
                List.of(new Step(started, Phase.QUEUED, "accepted")),
                started,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plan.grants(),
                plan.warnings());
    }

    /** Returns the record of a deployment that ended before it began. */
    static Deployment refused(long baseSet, String author, String reason, Failure failure) {
        Instant now = Instant.now();
        return new Deployment(
                randomId(),
                author,
                reason,
                baseSet,
                Status.UNDONE,
                Phase.DONE,
                List.of(),
                List.of(new Step(now, Phase.DONE, "refused; nothing was changed")),
                now,
                Optional.of(now),
                Optional.empty(),
                Optional.of(failure),
                List.of());
    }

    /** Returns a record with one more warning. */
    static Deployment withWarning(Deployment record, String warning) {
        Progress progress = new Progress(record, any -> {});
        progress.warn(warning);
        return progress.record(record.status(), record.phase(), record.ended(), record.newSet(), record.failure());
    }

    private static String randomId() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    static Progress of(Deployment accepted, Consumer<Deployment> listener) {
        return new Progress(accepted, listener);
    }

    Deployment now() {
        return now;
    }

    void phase(Phase phase, String text) {
        steps.add(new Step(Instant.now(), phase, text));
        publish(now.status(), phase, Optional.empty(), now.newSet(), now.failure());
    }

    void step(String text) {
        phase(now.phase(), text);
    }

    /** Keeps a warning; it is told with the next change. */
    void warn(String sentence) {
        warnings.add(sentence);
    }

    /** Returns what the record will be once set {@code number} is on disk. */
    Deployment committedAs(long number) {
        return record(Status.COMMITTED, now.phase(), Optional.empty(), Optional.of(number), Optional.empty());
    }

    void committed(long number) {
        steps.add(new Step(Instant.now(), now.phase(), "set " + number + " is on disk and serving"));
        publish(Status.COMMITTED, now.phase(), Optional.empty(), Optional.of(number), Optional.empty());
    }

    void undone(Failure failure) {
        steps.add(new Step(Instant.now(), Phase.DONE, "undone; everything is as before"));
        publish(Status.UNDONE, Phase.DONE, Optional.of(Instant.now()), Optional.empty(), Optional.of(failure));
    }

    void done(String text) {
        steps.add(new Step(Instant.now(), Phase.DONE, text));
        publish(now.status(), Phase.DONE, Optional.of(Instant.now()), now.newSet(), now.failure());
    }

    private void publish(
            Status status, Phase phase, Optional<Instant> ended, Optional<Long> newSet, Optional<Failure> failure) {
        now = record(status, phase, ended, newSet, failure);
        listener.accept(now);
    }

    private Deployment record(
            Status status, Phase phase, Optional<Instant> ended, Optional<Long> newSet, Optional<Failure> failure) {
        return new Deployment(
                now.id(),
                now.by(),
                now.reason(),
                now.baseSet(),
                status,
                phase,
                now.bundles(),
                steps,
                now.started(),
                ended,
                newSet,
                failure,
                now.grants(),
                List.copyOf(warnings));
    }
}

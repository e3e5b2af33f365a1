/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Author;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A snapshot of one job.
 *
 * @param id stable, made of letters, digits, {@code _} and {@code -}
 * @param kind what kind of job it is: {@code backup}, {@code deployment}
 * @param title one line for people
 * @param actor who asked for it
 * @param scope what a caller needs in order to cancel it
 * @param cancellable whether it can be cancelled now
 * @param state how it stands
 * @param started when it was asked for
 * @param ended when it was over; empty while it runs
 * @param steps what was done, in order; only the last one can still run
 * @param percent how far it is; empty where nobody knows
 * @param result where the result can be fetched
 * @param problem why it failed
 */
public record JobStatus(
        String id,
        String kind,
        String title,
        Author actor,
        String scope,
        boolean cancellable,
        State state,
        Instant started,
        Optional<Instant> ended,
        List<Step> steps,
        OptionalInt percent,
        Optional<URI> result,
        Optional<Problem> problem) {
    public JobStatus {
        steps = List.copyOf(steps);
    }

    /** How a job, or a step of it, stands. */
    public enum State {
        /** It runs, or waits for its turn. */
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * One part of the work.
     *
     * @param name what it does, in a few words
     * @param detail more of it, in one line; empty if there is no more to say
     */
    public record Step(String name, State state, Instant started, Optional<Instant> ended, String detail) {}

    /** Why a job failed, with the members of a problem document. */
    public record Problem(String type, String title, int status, String detail) {}
}

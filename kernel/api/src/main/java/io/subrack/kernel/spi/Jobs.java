/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.ProblemException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Work that takes longer than a call: a backup, the refresh of a catalogue. Whoever starts it answers 202 with the job's
 * id; everybody who may look at the platform can follow it. An OSGi service of the management API; deployments stand
 * beside these jobs and are not started here. Jobs are kept in memory: those of an earlier process are gone. Thread-safe.
 */
@ProviderType
public interface Jobs {
    /**
     * Starts a job on a thread of the platform and returns at once. A few run at the same time, more wait their turn.
     *
     * @return the job as it stands now
     * @throws ProblemException 503 if too many wait already or the platform is stopping; nothing is started then
     */
    JobStatus start(Request request, Work work);

    /** Returns a job, or empty if there is none of that id, or it is over and forgotten. */
    Optional<JobStatus> job(String id);

    /** Returns all jobs that are remembered, the newest first; deployments are not among them. */
    List<JobStatus> jobs();

    /**
     * Asks a job to end. It goes on until its work looks at {@link Progress#isCancelled()}.
     *
     * @return whether it was asked; false if there is none of that id, it is over, or it cannot be cancelled
     */
    boolean cancel(String id);

    /**
     * What is to be done.
     *
     * @param kind what kind of job this is, in lower case: {@code backup}
     * @param title one line for people: {@code Backup of everything}
     * @param actor who asked for it
     * @param scope what a caller needs in order to cancel it: {@code platform.data}
     * @param cancellable whether the work looks at {@link Progress#isCancelled()}
     */
    record Request(String kind, String title, Author actor, String scope, boolean cancellable) {
        public Request {
            if (!kind.matches("[a-z][a-z0-9-]{0,39}")) {
                throw new IllegalArgumentException("a job's kind is a word in lower case, not: " + kind);
            }
            if (title.isBlank()) {
                throw new IllegalArgumentException("a job needs a title");
            }
            Objects.requireNonNull(actor);
            Objects.requireNonNull(scope);
        }
    }

    /** The work itself. */
    @FunctionalInterface
    @ConsumerType
    interface Work {
        /**
         * Does it, on the one thread that calls this.
         *
         * @return where the result can be fetched, as a path of the API; empty if there is nothing to fetch
         * @throws ProblemException what went wrong, in words for the admin; the job has failed
         * @throws java.util.concurrent.CancellationException if it was cancelled; the job counts as cancelled
         * @throws Exception what else went wrong; the job has failed, and the log has the rest
         */
        Optional<URI> run(Progress progress) throws Exception;
    }

    /** How work tells what it does. Used by the thread that does the work. */
    @ProviderType
    interface Progress {
        /** Returns the id of the job. */
        String id();

        /** Ends the step that runs, if there is one, and begins the next. */
        void step(String name);

        /** Says more of the step that runs, in one line; replaces what was said before. */
        void detail(String text);

        /** Says how far the whole is; taken into 0 to 100. */
        void percent(int percent);

        /** Says whether somebody asked for the end. Work that can be cancelled looks at this between its steps. */
        boolean isCancelled();

        /** @throws java.util.concurrent.CancellationException if somebody asked for the end */
        void checkCancelled();
    }
}

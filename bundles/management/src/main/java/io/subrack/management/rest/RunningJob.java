/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.JobStatus.State;
import io.subrack.kernel.spi.JobStatus.Step;
import io.subrack.kernel.spi.Jobs;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job, from its start to its end. Thread-safe. */
final class RunningJob implements Jobs.Progress {
    /** Most steps that are kept; what comes beyond becomes the detail of the last one. */
    static final int MAX_STEPS = 200;

    private static final int MAX_TEXT_CHARS = 500;
    private static final Logger log = LoggerFactory.getLogger(RunningJob.class);

    private final String id;
    private final Jobs.Request request;
    private final Clock clock;
    private final Consumer<JobStatus> changed;
    private final Instant started;
    private final List<Step> steps = new ArrayList<>(); // guarded by steps, as is what follows
    private State state = State.RUNNING;
    private int percent = -1;
    private @Nullable Instant ended;
    private @Nullable URI result;
    private JobStatus.@Nullable Problem problem;
    private volatile boolean cancelled;

    /** @param changed told of each change */
    RunningJob(String id, Jobs.Request request, Clock clock, Consumer<JobStatus> changed) {
        this.id = id;
        this.request = request;
        this.clock = clock;
        this.changed = changed;
        this.started = clock.instant();
    }

    JobStatus status() {
        synchronized (steps) {
            return new JobStatus(
                    id,
                    request.kind(),
                    request.title(),
                    request.actor(),
                    request.scope(),
                    request.cancellable() && state == State.RUNNING && !cancelled,
                    state,
                    started,
                    Optional.ofNullable(ended),
                    steps,
                    percent < 0 ? OptionalInt.empty() : OptionalInt.of(percent),
                    Optional.ofNullable(result),
                    Optional.ofNullable(problem));
        }
    }

    /** Asks it to end. Returns whether that can be asked. */
    boolean cancel() {
        synchronized (steps) {
            if (state != State.RUNNING || !request.cancellable()) {
                return false;
            }
            cancelled = true;
        }
        changed.accept(status());
        return true;
    }

    // The top of a thread, and the work is somebody else's code.
    void run(Jobs.Work work) {
        try {
            checkCancelled();
            var made = work.run(this);
            end(State.SUCCEEDED, made.orElse(null), null);
        } catch (CancellationException e) {
            end(State.CANCELLED, null, null);
        } catch (ProblemException e) {
            end(State.FAILED, null, problem(e.type(), String.valueOf(e.getMessage())));
            log.info("Job {} ({}) failed: {}", id, request.title(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(State.CANCELLED, null, null);
        } catch (Exception | LinkageError e) {
            log.error("Job {} ({}) failed", id, request.title(), e);
            end(
                    State.FAILED,
                    null,
                    problem(ManagementProblem.JOB_FAILED, "it broke off; the log has the rest, look for job " + id));
        }
    }

    private static JobStatus.Problem problem(ProblemType type, String detail) {
        return new JobStatus.Problem(type.urn(), type.title(), type.status(), detail);
    }

    private void end(State how, @Nullable URI made, JobStatus.@Nullable Problem why) {
        synchronized (steps) {
            var now = clock.instant();
            endStep(how, now);
            state = how;
            ended = now;
            result = made;
            problem = why;
            percent = how == State.SUCCEEDED ? 100 : percent;
        }
        changed.accept(status());
    }

    private void endStep(State how, Instant now) {
        int last = steps.size() - 1;
        if (last >= 0 && steps.get(last).state() == State.RUNNING) {
            var step = steps.get(last);
            steps.set(last, new Step(step.name(), how, step.started(), Optional.of(now), step.detail()));
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void step(String name) {
        if (isFull()) {
            detail(name);
            return;
        }
        synchronized (steps) {
            var now = clock.instant();
            endStep(State.SUCCEEDED, now);
            steps.add(new Step(shortened(name), State.RUNNING, now, Optional.empty(), ""));
        }
        changed.accept(status());
    }

    private boolean isFull() {
        synchronized (steps) {
            return steps.size() >= MAX_STEPS;
        }
    }

    @Override
    public void detail(String text) {
        synchronized (steps) {
            int last = steps.size() - 1;
            if (last < 0) {
                throw new IllegalStateException("a detail belongs to a step; call step() first");
            }
            var step = steps.get(last);
            steps.set(last, new Step(step.name(), step.state(), step.started(), step.ended(), shortened(text)));
        }
        changed.accept(status());
    }

    @Override
    public void percent(int now) {
        synchronized (steps) {
            int bounded = Math.max(0, Math.min(100, now));
            if (bounded == percent) {
                return;
            }
            percent = bounded;
        }
        changed.accept(status());
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new CancellationException("job " + id + " was cancelled");
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS) + "…";
    }
}

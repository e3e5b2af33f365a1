/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.kernel.spi.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobView(
        String id,
        String kind,
        String title,
        String actor,
        String state,
        boolean cancellable,
        String started,
        @Nullable String ended,
        List<StepView> steps,
        @Nullable Integer percent,
        @Nullable ResultView result,
        JobStatus.@Nullable Problem problem) {
    static JobView of(JobStatus job) {
        return new JobView(
                job.id(),
                job.kind(),
                job.title(),
                job.actor().name(),
                job.state().name(),
                job.cancellable(),
                job.started().toString(),
                job.ended().map(Instant::toString).orElse(null),
                job.steps().stream().map(StepView::of).toList(),
                job.percent().isPresent() ? job.percent().getAsInt() : null,
                job.result().map(href -> new ResultView(href.toString())).orElse(null),
                job.problem().orElse(null));
    }

    /** Returns what an event says of a job. */
    static Map<String, Object> event(JobStatus job) {
        var members = Members.with("id", job.id())
                .and("kind", job.kind())
                .and("title", job.title())
                .and("state", job.state().name());
        job.percent().ifPresent(percent -> members.and("percent", percent));
        return members.map();
    }

    /** Where the result is. */
    record ResultView(String href) {}

    /** One part of the work. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepView(
            String name,
            String state,
            String started,
            @Nullable String ended,
            @Nullable String detail) {
        static StepView of(JobStatus.Step step) {
            return new StepView(
                    step.name(),
                    step.state().name(),
                    step.started().toString(),
                    step.ended().map(Instant::toString).orElse(null),
                    step.detail().isEmpty() ? null : step.detail());
        }
    }
}

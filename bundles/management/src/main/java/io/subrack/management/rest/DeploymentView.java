/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.inspection.spi.Why;
import io.subrack.kernel.api.Deployment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A deployment in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeploymentView(
        String id,
        String author,
        String reason,
        long baseSet,
        String status,
        String phase,
        List<BundleChangeView> bundles,
        List<StepView> steps,
        String started,
        @Nullable String ended,
        long durationMillis,
        @Nullable Long newSet,
        @Nullable FailureView failure,
        List<String> warnings,
        @Nullable Why why) {
    static DeploymentView of(Deployment deployment) {
        return of(deployment, null);
    }

    static DeploymentView of(Deployment deployment, @Nullable Why why) {
        return new DeploymentView(
                deployment.id(),
                deployment.author(),
                deployment.reason(),
                deployment.baseSet(),
                deployment.status().name(),
                deployment.phase().name(),
                BundleChangeView.of(deployment.bundles()),
                deployment.steps().stream().map(StepView::of).toList(),
                deployment.started().toString(),
                deployment.ended().map(Instant::toString).orElse(null),
                deployment.duration(Instant.now()).toMillis(),
                deployment.newSet().orElse(null),
                deployment.failure().map(FailureView::of).orElse(null),
                deployment.warnings(),
                why);
    }

    /** One thing that happened. */
    record StepView(String at, String phase, String text) {
        static StepView of(Deployment.Step step) {
            return new StepView(step.at().toString(), step.phase().name(), step.text());
        }
    }

    /** Why it was undone, with the members of a problem document. */
    record FailureView(String type, String title, int status, String detail) {
        static FailureView of(Deployment.Failure failure) {
            return new FailureView(
                    failure.type().urn(), failure.type().title(), failure.type().status(), failure.sentence());
        }
    }
}

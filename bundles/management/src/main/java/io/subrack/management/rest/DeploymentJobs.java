/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.JobStatus.State;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Shows deployments as jobs, under their own ids. */
final class DeploymentJobs {
    static final String KIND = "deployment";

    private static final int NAMED = 3;

    private DeploymentJobs() {}

    static JobStatus job(Deployment deployment) {
        return new JobStatus(
                deployment.id(),
                KIND,
                title(deployment),
                deployment.by(),
                Api.DEPLOY,
                false,
                state(deployment),
                deployment.started(),
                deployment.ended(),
                steps(deployment),
                OptionalInt.empty(),
                DeploymentFeed.isOver(deployment)
                        ? Optional.of(URI.create(Api.BASE + "/deployments/" + deployment.id()))
                        : Optional.empty(),
                deployment.failure().map(DeploymentJobs::problem));
    }

    private static JobStatus.Problem problem(Deployment.Failure failure) {
        return new JobStatus.Problem(
                failure.type().urn(), failure.type().title(), failure.type().status(), failure.sentence());
    }

    private static String title(Deployment deployment) {
        if (!deployment.reason().isBlank()) {
            return deployment.reason();
        }
        var names = deployment.bundles().stream()
                .map(BundleChange::symbolicName)
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        int more = deployment.bundles().size() - NAMED;
        return "Deployment" + (names.isEmpty() ? "" : " of " + names) + (more > 0 ? " and " + more + " more" : "");
    }

    private static State state(Deployment deployment) {
        return switch (deployment.status()) {
            case RUNNING -> State.RUNNING;
            case COMMITTED -> DeploymentFeed.isOver(deployment) ? State.SUCCEEDED : State.RUNNING;
            case UNDONE, INTERRUPTED -> State.FAILED;
        };
    }

    private static List<JobStatus.Step> steps(Deployment deployment) {
        var steps = new ArrayList<JobStatus.Step>();
        var all = deployment.steps();
        for (int i = 0; i < all.size(); i++) {
            var step = all.get(i);
            boolean isLast = i == all.size() - 1;
            steps.add(new JobStatus.Step(
                    step.text(),
                    isLast ? state(deployment) : State.SUCCEEDED,
                    step.at(),
                    isLast ? deployment.ended() : Optional.of(all.get(i + 1).at()),
                    step.phase().name()));
        }
        return steps;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.inspection.spi.Inspector;
import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Plans, applies and waits in one go, for the calls that change one thing. Others make plan and deployment themselves. */
@Component(service = Changes.class)
public final class Changes {
    /** How often a change is planned anew because another deployment came between. */
    private static final int ATTEMPTS = 5;

    private final Deployments deployments;
    private final Waits waits;
    private final Settings settings;
    private final Inspector inspector;

    @Activate
    public Changes(
            @Reference Deployments deployments,
            @Reference Waits waits,
            @Reference Settings settings,
            @Reference Inspector inspector) {
        this.deployments = deployments;
        this.waits = waits;
        this.settings = settings;
        this.inspector = inspector;
    }

    /**
     * Makes a change.
     *
     * @return 200 and the deployment if it serves, 202 and the deployment if it still runs at the deadline; 200 and the
     *     plan if that is all that was wanted
     * @throws ProblemException if the plan cannot be applied, or the deployment failed
     */
    Response make(DeploymentRequest request, ChangeOptions.Checked options) {
        if (options.planOnly()) {
            var plan = deployments.plan(request);
            return Response.ok(PlanView.of(plan, inspector))
                    .contentLocation(Api.plan(plan.id()))
                    .build();
        }
        return answer(applied(request, options.approval()));
    }

    private Deployment applied(DeploymentRequest request, Approval approval) {
        for (int attempt = 1; ; attempt++) {
            try {
                var ended = apply(deployments.plan(request), approval);
                if (attempt == ATTEMPTS || !isStale(ended)) {
                    return ended;
                }
            } catch (DeploymentException e) {
                if (attempt == ATTEMPTS || e.problem() != DeploymentProblem.PLAN_STALE) {
                    throw e;
                }
            }
        }
    }

    private Deployment apply(Plan plan, Approval approval) {
        requireApplicable(plan);
        if (plan.leavesRequest() && !approval.yes()) {
            throw needsYes(plan);
        }
        return waits.await(deployments.apply(plan.id(), approval).id(), settings.waitDeadline());
    }

    private static boolean isStale(Deployment deployment) {
        return deployment
                .failure()
                .filter(failure -> failure.type() == DeploymentProblem.PLAN_STALE)
                .isPresent();
    }

    private static Response answer(Deployment deployment) {
        return switch (deployment.status()) {
            case COMMITTED ->
                Response.ok(DeploymentView.of(deployment))
                        .contentLocation(Api.deployment(deployment.id()))
                        .build();
            case RUNNING -> accepted(deployment);
            case UNDONE, INTERRUPTED -> throw failed(deployment);
        };
    }

    static Response accepted(Deployment deployment) {
        return Response.accepted(DeploymentView.of(deployment))
                .location(Api.deployment(deployment.id()))
                .build();
    }

    /** Fails with everything that keeps a plan from being applied. */
    static void requireApplicable(Plan plan) {
        if (plan.applicable()) {
            return;
        }
        var sentences = plan.faults().stream().map(PlanFault::sentence).collect(Collectors.joining("; "));
        var faults = plan.faults().stream().map(Changes::member).toList();
        throw new ProblemException(
                DeploymentProblem.UNRESOLVED,
                sentences,
                Members.with("plan", plan.id()).and("faults", faults).map(),
                null);
    }

    private static Map<String, Object> member(PlanFault fault) {
        return Members.with("kind", fault.kind().name())
                .and("bundle", fault.bundle())
                .and("sentence", fault.sentence())
                .map();
    }

    private static ProblemException needsYes(Plan plan) {
        var reached = plan.bundles().stream()
                .filter(bundle -> bundle.action() == BundleChange.Action.REWIRE)
                .map(BundleChange::symbolicName)
                .toList();
        return new ProblemException(
                DeploymentProblem.PLAN_NEEDS_YES,
                "the change reaches bundles that were not named (" + String.join(", ", reached)
                        + "); look at the plan, then repeat the call with yes=true",
                Members.with("plan", plan.id()).and("bundles", reached).map(),
                null);
    }

    private static ProblemException failed(Deployment deployment) {
        ProblemType type = deployment
                .failure()
                .map(failure -> (ProblemType) failure.type())
                .orElse(DeploymentProblem.INTERRUPTED);
        var sentence = deployment
                .failure()
                .map(Deployment.Failure::sentence)
                .orElse("the platform was ended during the deployment; repeat the call");
        return new ProblemException(type, sentence, Map.of("deployment", deployment.id()), null);
    }
}

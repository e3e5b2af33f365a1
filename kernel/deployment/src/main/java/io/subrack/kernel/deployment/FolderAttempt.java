/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.deployment.FolderRecord.Owned;
import io.subrack.kernel.deployment.FolderSync.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings files through the one way in: plan, apply, await. Never says yes for the admin. */
final class FolderAttempt {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Deployments deployments;
    private final GrantDecision grants;

    /** @param grants what the admin has decided beforehand for all that comes by the folder */
    FolderAttempt(Deployments deployments, GrantDecision grants) {
        this.deployments = deployments;
        this.grants = grants;
    }

    /**
     * How an attempt ended.
     *
     * @param failure why nothing was changed; empty if all was deployed
     * @param culprits symbolic names of the bundles that kept the plan from being applied, or the deployment from
     *     being committed
     * @param ran the deployment, if there was one
     */
    record Outcome(Optional<Failure> failure, Set<String> culprits, Optional<Deployment> ran) {
        static Outcome refused(Failure failure) {
            return new Outcome(Optional.of(failure), Set.of(), Optional.empty());
        }
    }

    /** Returns what the current set says of a bundle. */
    Optional<SetEntry> entry(String symbolicName) {
        return deployments.currentSet().entry(symbolicName);
    }

    /** Returns the bundles of all sets that are kept. */
    Set<String> everDeployed() {
        return deployments.sets(Integer.MAX_VALUE).stream()
                .flatMap(set -> set.bundles().stream())
                .map(SetEntry::symbolicName)
                .collect(Collectors.toSet());
    }

    /** Deploys all items as one; a set that is as asked for already is fine. */
    Outcome run(List<Item> items) throws InterruptedException {
        try {
            return run(deployments.plan(request(items)));
        } catch (DeploymentException e) {
            if (e.problem() == DeploymentProblem.BUSY) {
                throw e;
            }
            if (e.problem() == DeploymentProblem.PLAN_STALE) {
                return run(items);
            }
            return e.problem() == DeploymentProblem.NOTHING_TO_DO
                    ? new Outcome(Optional.empty(), Set.of(), Optional.empty())
                    : Outcome.refused(failure(e));
        }
    }

    static Failure failure(DeploymentException e) {
        return new Failure(e.problem(), String.valueOf(e.getMessage()));
    }

    private Outcome run(Plan plan) throws InterruptedException {
        if (!plan.applicable()) {
            String sentences = plan.faults().stream().map(PlanFault::sentence).collect(Collectors.joining(" "));
            return new Outcome(
                    Optional.of(new Failure(DeploymentProblem.UNRESOLVED, sentences)),
                    plan.faults().stream().map(PlanFault::bundle).collect(Collectors.toSet()),
                    Optional.empty());
        }
        if (plan.leavesRequest()) {
            return Outcome.refused(new Failure(
                    DeploymentProblem.PLAN_NEEDS_YES,
                    Reach.sentence(plan) + " The folder never says yes: upload the file through the console or"
                            + " POST /api/platform/v1/deployments, where a plan can be looked at and accepted."));
        }
        Deployment deployment = deployments.apply(plan.id(), new Approval(false, grants));
        while (deployment.status() == Status.RUNNING) {
            deployment = deployments.await(deployment.id(), PATIENCE);
        }
        if (deployment
                .failure()
                .map(Failure::type)
                .filter(DeploymentProblem.PLAN_STALE::equals)
                .isPresent()) {
            throw new DeploymentException(DeploymentProblem.PLAN_STALE, "another deployment came between");
        }
        return new Outcome(deployment.failure(), blamed(deployment), Optional.of(deployment));
    }

    /** Returns the bundles that the failure speaks of: the others may do without them. */
    private static Set<String> blamed(Deployment deployment) {
        String words =
                deployment.failure().map(failure -> " " + failure.sentence()).orElse("");
        return deployment.bundles().stream()
                .map(BundleChange::symbolicName)
                .filter(name -> words.contains(" " + name + " "))
                .collect(Collectors.toSet());
    }

    private DeploymentRequest request(List<Item> items) {
        List<Change> changes = new ArrayList<>();
        for (Item item : items) {
            ArtifactInfo info = item.info();
            Owned before = item.before();
            if (info != null) {
                changes.add(new Change.Deploy(info.digest()));
            }
            if (before != null && (info == null || leavesBehind(before, info, items))) {
                changes.add(new Change.Uninstall(before.symbolicName()));
            }
        }
        String names = items.stream().map(Item::name).collect(Collectors.joining(", "));
        String reason = names.substring(0, Math.min(names.length(), DeploymentRequest.MAX_TEXT_CHARS));
        return new DeploymentRequest(FolderSync.AUTHOR, reason, changes);
    }

    /** Says whether a file whose bundle changed its name leaves the old bundle to nobody. */
    private boolean leavesBehind(Owned before, ArtifactInfo info, List<Item> items) {
        return !before.symbolicName().equals(info.symbolicName())
                && entry(before.symbolicName())
                        .map(SetEntry::artifact)
                        .filter(before.artifact()::equals)
                        .isPresent()
                && items.stream().noneMatch(item -> item.symbolicName().equals(before.symbolicName()));
    }
}

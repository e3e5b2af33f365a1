/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Phase;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Follows one deployment. The events are made from snapshots alone: step number N is event N, the end is the one after the
 * last step; so a caller can come back to any process and go on after the last one it has seen.
 */
final class DeploymentFeed implements Feed {
    private final Deployments deployments;
    private final AtomicReference<Deployment> latest;

    // Used by one writer at a time.
    private int sent;
    private Deployment.@Nullable Status sentStatus;
    private @Nullable Phase sentPhase;

    /** @param seen id of the last event that the caller has */
    DeploymentFeed(Deployments deployments, Deployment deployment, int seen) {
        this.deployments = deployments;
        this.latest = new AtomicReference<>(deployment);
        this.sent = seen;
    }

    static boolean isOver(Deployment deployment) {
        return deployment.ended().isPresent() && deployment.status() != Deployment.Status.RUNNING;
    }

    @Override
    public boolean offer(Deployment changed) {
        boolean mine = changed.id().equals(latest.getAcquire().id());
        if (mine) {
            latest.accumulateAndGet(changed, DeploymentFeed::newer);
        }
        return mine;
    }

    /** What changed after the caller's snapshot and before the stream was listening was told to nobody. */
    @Override
    public boolean refresh() {
        return deployments
                .deployment(latest.getAcquire().id())
                .filter(this::offer)
                .isPresent();
    }

    @Override
    public boolean write(Outlet outlet) {
        var deployment = latest.getAcquire();
        while (sent < deployment.steps().size()) {
            var step = deployment.steps().get(sent);
            sent++;
            outlet.send("step", Integer.toString(sent), Json.write(DeploymentView.StepView.of(step)));
        }
        if (deployment.status() != sentStatus || deployment.phase() != sentPhase) {
            sentStatus = deployment.status();
            sentPhase = deployment.phase();
            outlet.send("status", null, Json.write(new StatusView(sentStatus.name(), sentPhase.name())));
        }
        if (isOver(deployment)) {
            outlet.send("end", Integer.toString(sent + 1), Json.write(DeploymentView.of(deployment)));
            return false;
        }
        return true;
    }

    private static Deployment newer(Deployment one, Deployment other) {
        if (isOver(one) != isOver(other)) {
            return isOver(one) ? one : other;
        }
        return one.steps().size() > other.steps().size() ? one : other;
    }

    /** How the deployment stands, in JSON. */
    record StatusView(String status, String phase) {}
}

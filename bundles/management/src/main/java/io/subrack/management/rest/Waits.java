/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Deployments;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Waits for deployments, with a bound on how many threads do so at once. */
@Component(service = Waits.class)
public final class Waits {
    private final Deployments deployments;
    private final Semaphore permits;

    @Activate
    public Waits(@Reference Deployments deployments, @Reference Settings settings) {
        this.deployments = deployments;
        this.permits = new Semaphore(settings.waits());
    }

    /** Returns a deployment when it serves or is undone, or as it is at the deadline, or if too many wait already. */
    Deployment await(String id, Duration deadline) {
        var now = known(id);
        if (deadline.isZero() || now.status() != Deployment.Status.RUNNING || !permits.tryAcquire()) {
            return now;
        }
        try {
            return deployments.await(id, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return known(id);
        } finally {
            permits.release();
        }
    }

    /** @throws DeploymentException {@link DeploymentProblem#DEPLOYMENT_UNKNOWN}, also for what is no id at all */
    Deployment known(String id) {
        return Inputs.id(id)
                .flatMap(deployments::deployment)
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.DEPLOYMENT_UNKNOWN,
                        "there is no deployment with this id; GET " + Api.BASE + "/deployments lists them"));
    }
}

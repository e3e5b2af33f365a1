/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.spi.FirstStep;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** A platform without a bundle serves nobody. */
@Component(service = FirstStep.class)
public final class FirstBundle implements FirstStep {
    private static final int PLACE = 30;

    private final Deployments deployments;

    @Activate
    public FirstBundle(@Reference Deployments deployments) {
        this.deployments = deployments;
    }

    @Override
    public String id() {
        return "install-bundle";
    }

    @Override
    public String label() {
        return "Install the first bundle";
    }

    @Override
    public String href() {
        return "/console/install";
    }

    @Override
    public int place() {
        return PLACE;
    }

    @Override
    public boolean done() {
        return deployments.currentSet().number() > 0;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.config.api.Configurations;
import io.subrack.kernel.spi.FirstStep;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Others can log in only at an address that they can reach. */
@Component(service = FirstStep.class)
public final class FirstAddress implements FirstStep {
    private static final int PLACE = 20;

    private final Configurations configurations;
    private volatile boolean done;

    @Activate
    public FirstAddress(@Reference Configurations configurations) {
        this.configurations = configurations;
    }

    @Override
    public String id() {
        return "set-address";
    }

    @Override
    public String label() {
        return "Say at which address people reach this platform";
    }

    @Override
    public String href() {
        return "/console/configuration/" + SettingsResource.AUTH;
    }

    @Override
    public int place() {
        return PLACE;
    }

    @Override
    public boolean done() {
        done = done || SettingsResource.externalUrl(configurations).isPresent();
        return done;
    }
}

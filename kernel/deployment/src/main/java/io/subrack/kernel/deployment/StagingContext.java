/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolveContext;

/** Asks the resolver to wire all staged bundles of a universe, all of them or none. */
final class StagingContext extends ResolveContext {
    private final Universe universe;
    private final AtomicReference<@Nullable Runnable> cancel;

    /** @param cancel receives what ends the resolving early */
    StagingContext(Universe universe, AtomicReference<@Nullable Runnable> cancel) {
        this.universe = universe;
        this.cancel = cancel;
    }

    @Override
    public Collection<Resource> getMandatoryResources() {
        return new ArrayList<>(universe.staged());
    }

    @Override
    public List<Capability> findProviders(Requirement requirement) {
        return universe.providers(requirement);
    }

    @Override
    public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
        int at = universe.place(capabilities, hosted);
        capabilities.add(at, hosted);
        return at;
    }

    @Override
    public boolean isEffective(Requirement requirement) {
        return Universe.isEffective(requirement);
    }

    @Override
    public Map<Resource, Wiring> getWirings() {
        return universe.wirings();
    }

    @Override
    public void onCancel(Runnable callback) {
        cancel.set(callback);
    }
}

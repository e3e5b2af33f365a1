/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Cause;
import io.subrack.kernel.deployment.ComponentFaults.Fault;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Finds the component runtime, if one is there. */
final class Components {
    private final BundleContext context;

    Components(BundleContext context) {
        this.context = context;
    }

    /** As {@link #look}, and tells faults that nobody can mend from those that may mend themselves. */
    Optional<ComponentFaults> lookHard(Collection<Bundle> bundles) {
        return runtime().map(runtime -> {
            Unprovidable unprovidable = new Unprovidable(context, runtime);
            return new ComponentFaults(context, runtime, bundles, unprovidable::test);
        });
    }

    /**
     * Takes a look at components, or returns empty if nothing here runs components.
     *
     * @param bundles whose; none for everybody's
     */
    Optional<ComponentFaults> look(Collection<Bundle> bundles) {
        return runtime().map(runtime -> new ComponentFaults(context, runtime, bundles, (service, needer) -> false));
    }

    /** Returns what keeps those components of a bundle from being there whose names match. */
    List<Cause> causes(Bundle bundle, Predicate<String> names) {
        return look(List.of())
                .map(look ->
                        look.of(bundle, names).stream().flatMap(Fault::causes).toList())
                .orElse(List.of());
    }

    private Optional<ServiceComponentRuntime> runtime() {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        ServiceComponentRuntime runtime = reference == null ? null : context.getService(reference);
        return Optional.ofNullable(runtime);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps the new bundles of a running deployment and the old ones they replace apart, in wires and in services, and the
 * platform's packages before copies of them. Changed
 * by the engine's thread, read by every thread that resolves or looks up. Registered by the first deployment, not by a
 * boot without copies of the platform's libraries, which would pay for them in each resolve and look-up; and then for good, because every listener for services in
 * the framework hears of it when they come and go, which costs a deployment more than they do.
 */
final class StagingHooks implements ResolverHookFactory, FindHook, EventListenerHook {
    private static final View NOTHING = new View(Set.of(), Set.of(), Set.of(), false);

    private final BundleContext context;
    private volatile View view = NOTHING;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    StagingHooks(BundleContext context) {
        this.context = context;
    }

    /**
     * Begins to keep bundles apart.
     *
     * @param staged what will be live
     * @param retiring what will go
     */
    void begin(Collection<Bundle> staged, Collection<Bundle> retiring) {
        change(was -> new View(Set.copyOf(staged), Set.copyOf(retiring), was.lost(), false));
        register();
    }

    /** Says that a boot needs what each deployment has: that nobody gets a copy instead of a library of the platform. */
    void bootCopies() {
        register();
    }

    /** The staged bundles are live now: from here on everybody may wire to them, and nobody to the retiring ones. */
    void switched() {
        change(was -> new View(was.staged(), was.retiring(), was.lost(), true));
    }

    /** Keeps everybody away from a bundle that cannot be removed because a thread hangs in it. */
    void lose(Bundle bundle) {
        change(was -> {
            Set<Bundle> lost = new HashSet<>(was.lost());
            lost.add(bundle);
            return new View(was.staged(), was.retiring(), Set.copyOf(lost), was.switched());
        });
        register();
    }

    /** A lost bundle is gone at last. Any thread may call this. */
    void found(Bundle bundle) {
        change(was -> {
            Set<Bundle> lost = new HashSet<>(was.lost());
            lost.remove(bundle);
            return new View(was.staged(), was.retiring(), Set.copyOf(lost), was.switched());
        });
    }

    /** Ends what {@link #begin} began; lost bundles stay apart. */
    void end() {
        change(was -> new View(Set.of(), Set.of(), was.lost(), false));
    }

    private synchronized void change(UnaryOperator<View> change) {
        view = change.apply(view);
    }

    void close() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    private void register() {
        if (registrations.isEmpty()) {
            registrations.add(context.registerService(ResolverHookFactory.class, this, null));
            registrations.add(context.registerService(FindHook.class, this, null));
            registrations.add(context.registerService(EventListenerHook.class, this, null));
        }
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return new Resolving(view);
    }

    @Override
    public void find(
            BundleContext finder,
            String name,
            String filter,
            boolean allServices,
            Collection<ServiceReference<?>> references) {
        View now = view;
        Bundle seeker = now.isEmpty() ? null : bundleOf(finder);
        if (seeker != null) {
            references.removeIf(reference -> now.hides(reference.getBundle(), seeker));
        }
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        View now = view;
        Bundle owner = event.getServiceReference().getBundle();
        if (!now.touches(owner)) {
            return;
        }
        boolean appears = event.getType() == ServiceEvent.REGISTERED || event.getType() == ServiceEvent.MODIFIED;
        listeners.keySet().removeIf(listener -> {
            Bundle seeker = bundleOf(listener);
            // Who saw a service before its bundle was lost must still learn that it goes.
            return seeker != null
                    && now.hides(owner, seeker)
                    && (appears || !now.lost().contains(owner));
        });
    }

    private static @Nullable Bundle bundleOf(BundleContext context) {
        try {
            return context.getBundle();
        } catch (IllegalStateException stopped) {
            return null;
        }
    }

    /** Who is on which side. */
    private record View(Set<Bundle> staged, Set<Bundle> retiring, Set<Bundle> lost, boolean switched) {
        boolean isEmpty() {
            return staged.isEmpty() && retiring.isEmpty() && lost.isEmpty();
        }

        boolean touches(@Nullable Bundle bundle) {
            return bundle != null && (staged.contains(bundle) || retiring.contains(bundle) || lost.contains(bundle));
        }

        /** Services: the two sides do not see each other; all others see both, because events cannot be made up. */
        boolean hides(@Nullable Bundle owner, Bundle seeker) {
            if (owner == null || owner.equals(seeker)) {
                return false;
            }
            return lost.contains(owner)
                    || (staged.contains(seeker) && retiring.contains(owner))
                    || (retiring.contains(seeker) && staged.contains(owner));
        }

        /** Wires: as services, and the rest wires to what is live only. */
        boolean forbids(Bundle requirer, Bundle provider) {
            if (requirer.equals(provider)) {
                return false;
            }
            if (hides(provider, requirer)) {
                return true;
            }
            if (staged.contains(requirer) || retiring.contains(requirer)) {
                return false;
            }
            return switched ? retiring.contains(provider) : staged.contains(provider);
        }
    }

    /** One resolve. */
    private record Resolving(View view) implements ResolverHook {
        @Override
        public void filterResolvable(Collection<BundleRevision> candidates) {}

        @Override
        public void filterSingletonCollisions(
                BundleCapability singleton, Collection<BundleCapability> collisionCandidates) {
            Bundle bundle = singleton.getRevision().getBundle();
            if (view.touches(bundle)) {
                collisionCandidates.clear();
            } else {
                collisionCandidates.removeIf(
                        candidate -> view.touches(candidate.getRevision().getBundle()));
            }
        }

        @Override
        public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
            Bundle requirer = requirement.getRevision().getBundle();
            if (!view.isEmpty()) {
                candidates.removeIf(candidate ->
                        view.forbids(requirer, candidate.getRevision().getBundle()));
            }
            boolean capability = PlatformBundles.isCapability(requirer);
            if (capability) {
                // a plan refuses such an import; this is for those that come at run time
                candidates.removeIf(Resolving::isInner);
            }
            if (candidates.size() > 1 && requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
                PlatformPackages.preferred(
                        candidates,
                        it -> !PlatformBundles.isCapability(it.getRevision().getBundle()),
                        !capability);
            }
        }

        private static boolean isInner(BundleCapability candidate) {
            Object name = candidate.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
            return name instanceof String text && PackageRules.isInner(text);
        }

        @Override
        public void end() {}
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * One look at the components of bundles: which of them are not there, and the root cause of each as a sentence.
 * Not kept: a look is as old as its moment.
 */
final class ComponentFaults {
    /** What the component runtime says of a component that could not be made because another one could not. */
    private static final Pattern UNSERVED = Pattern.compile("Unable to get service for reference ([^\\s]+)$");

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final BiPredicate<String, Long> unprovidable;
    private final Map<Long, List<ComponentDescriptionDTO>> byBundle = new HashMap<>();
    private @Nullable Map<String, List<ComponentDescriptionDTO>> byService;

    /**
     * Takes the look.
     *
     * @param bundles who will be asked for; none for everybody, in one pass
     * @param unprovidable says of a service that no component offers, and of the id of the bundle that needs it, whether
     *     it can never come
     */
    ComponentFaults(
            BundleContext context,
            ServiceComponentRuntime runtime,
            Collection<Bundle> bundles,
            BiPredicate<String, Long> unprovidable) {
        this.context = context;
        this.runtime = runtime;
        this.unprovidable = unprovidable;
        for (ComponentDescriptionDTO description :
                runtime.getComponentDescriptionDTOs(bundles.toArray(new Bundle[0]))) {
            byBundle.computeIfAbsent(description.bundle.id, any -> new ArrayList<>())
                    .add(description);
        }
    }

    /** Says how the components of a bundle stand, at much less cost than {@link #of}. */
    Standing standing(Bundle bundle) {
        Standing worst = Standing.WHOLE;
        for (ComponentDescriptionDTO description : byBundle.getOrDefault(bundle.getBundleId(), List.of())) {
            if (!runtime.isComponentEnabled(description)) {
                continue;
            }
            Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(description);
            if (configurations.isEmpty() && demandsConfiguration(description)) {
                worst = Standing.WAITING;
            }
            for (ComponentConfigurationDTO configuration : configurations) {
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION
                        || lacksClass(description, configuration)) {
                    return Standing.FAILED;
                } else if (configuration.state <= ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    worst = Standing.WAITING;
                }
            }
        }
        return worst;
    }

    private static boolean demandsConfiguration(ComponentDescriptionDTO description) {
        return description.factory == null && "require".equals(description.configurationPolicy);
    }

    /** The runtime logs such a component, and goes on calling it satisfied. Nothing is loaded to find out. */
    private boolean lacksClass(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        Bundle bundle = context.getBundle(description.bundle.id);
        return configuration.state == ComponentConfigurationDTO.SATISFIED
                && bundle != null
                && bundle.getState() != Bundle.UNINSTALLED
                && bundle.getResource(description.implementationClass.replace('.', '/') + ".class") == null;
    }

    /** Returns what is wrong with the enabled components of a bundle; empty if all are satisfied. */
    List<Fault> of(Bundle bundle) {
        return of(bundle, any -> true);
    }

    /** As {@link #of(Bundle)}, for those of its components whose names match. */
    List<Fault> of(Bundle bundle, Predicate<String> names) {
        Set<Fault> faults = new LinkedHashSet<>();
        for (ComponentDescriptionDTO description : byBundle.getOrDefault(bundle.getBundleId(), List.of())) {
            if (names.test(description.name)) {
                addFaults(description, new HashSet<>(), faults);
            }
        }
        return List.copyOf(faults);
    }

    private void addFaults(ComponentDescriptionDTO description, Set<String> visited, Set<Fault> faults) {
        if (!runtime.isComponentEnabled(description) || !visited.add(description.bundle.id + "/" + description.name)) {
            return;
        }
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(description);
        if (configurations.isEmpty() && demandsConfiguration(description)) {
            faults.add(missingConfiguration(description));
        }
        for (ComponentConfigurationDTO configuration : configurations) {
            switch (configuration.state) {
                case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    addFailed(description, configuration, visited, faults);
                case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                    faults.add(missingConfiguration(description));
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
                    for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                        addMissing(description, reference, visited, faults);
                    }
                }
                default -> {
                    if (lacksClass(description, configuration)) {
                        faults.add(withoutClass(description));
                    }
                }
            }
        }
    }

    private static Fault missingConfiguration(ComponentDescriptionDTO description) {
        String pid = String.join(", ", description.configurationPid);
        return Fault.of(
                false,
                Cause.Kind.CONFIGURATION_MISSING,
                description,
                pid,
                "",
                "Configuration " + pid + " is missing, which " + name(description) + " requires; create config/" + pid
                        + ".properties.");
    }

    /** A component that failed because another one did: that other one is the cause. */
    private void addFailed(
            ComponentDescriptionDTO description,
            ComponentConfigurationDTO configuration,
            Set<String> visited,
            Set<Fault> faults) {
        String reason = reason(configuration.failure);
        Matcher unserved = UNSERVED.matcher(reason);
        Set<Fault> causes = unserved.find() ? causes(description, unserved.group(1), visited) : Set.of();
        if (causes.isEmpty()) {
            faults.add(failed(description, reason));
        } else {
            faults.addAll(causes);
        }
    }

    /** Returns those components of a bundle that failed by themselves, not because another one did. */
    List<String> roots(Bundle bundle) {
        List<String> roots = new ArrayList<>();
        for (ComponentDescriptionDTO description : byBundle.getOrDefault(bundle.getBundleId(), List.of())) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description)) {
                String reason = reason(configuration.failure);
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION
                        && !UNSERVED.matcher(reason).find()) {
                    roots.add(failed(description, reason).sentence());
                }
            }
        }
        return roots;
    }

    private static Fault failed(ComponentDescriptionDTO description, String reason) {
        return unusable(description, "failed to activate: " + reason);
    }

    private static Fault withoutClass(ComponentDescriptionDTO description) {
        return unusable(
                description,
                "cannot be made: its class " + description.implementationClass
                        + " is neither in the bundle nor in a package that it imports");
    }

    private static Fault unusable(ComponentDescriptionDTO description, String why) {
        return Fault.of(
                true,
                Cause.Kind.ACTIVATION_FAILED,
                description,
                description.name,
                "",
                "The " + name(description) + " " + why + ".");
    }

    /** Finds the innermost cause in the text of a stack trace. */
    private static String reason(@Nullable String stackTrace) {
        String found = "it does not say why";
        if (stackTrace != null) {
            List<String> lines = stackTrace.lines().toList();
            found = lines.isEmpty() ? found : lines.get(0);
            for (String line : lines) {
                if (line.startsWith("Caused by: ")) {
                    found = line.substring("Caused by: ".length());
                }
            }
        }
        return found.strip();
    }

    private void addMissing(
            ComponentDescriptionDTO description,
            UnsatisfiedReferenceDTO reference,
            Set<String> visited,
            Set<Fault> faults) {
        String service = interfaceOf(description, reference.name);
        String target = reference.target == null ? "" : " with target " + reference.target;
        List<ComponentDescriptionDTO> providers = providers(service);
        Set<Fault> causes = causes(description, reference.name, visited);
        if (!causes.isEmpty()) {
            faults.addAll(causes);
        } else if (providers.isEmpty() && reference.targetServices.length == 0) {
            faults.add(Fault.of(
                    unprovidable.test(service, description.bundle.id),
                    Cause.Kind.SERVICE_MISSING,
                    description,
                    service,
                    reference.target,
                    "Nobody provides service " + service + target + ", which the " + name(description)
                            + " needs as reference '" + reference.name + "'; install a bundle that does."));
        } else {
            faults.add(Fault.of(
                    false,
                    Cause.Kind.SERVICE_UNFIT,
                    description,
                    service,
                    reference.target,
                    "Service " + service + target + " is provided, but not so that the " + name(description)
                            + " can bind it as reference '" + reference.name
                            + "'; check its target, and that its provider is not being replaced or removed."));
        }
    }

    /** Returns what is wrong with those who provide what a component refers to, and that the component lacks it therefore. */
    private Set<Fault> causes(ComponentDescriptionDTO description, String reference, Set<String> visited) {
        String service = interfaceOf(description, reference);
        Set<Fault> causes = new LinkedHashSet<>();
        providers(service).forEach(provider -> addFaults(provider, new HashSet<>(visited), causes));
        String consequence = " Therefore " + service + " is not there, which the " + name(description)
                + " needs as reference '" + reference + "'.";
        Set<Fault> longer = new LinkedHashSet<>();
        causes.forEach(cause -> longer.add(cause.leadingTo(consequence)));
        return longer;
    }

    private static String interfaceOf(ComponentDescriptionDTO description, String reference) {
        return Arrays.stream(description.references)
                .filter(candidate -> candidate.name.equals(reference))
                .map((ReferenceDTO candidate) -> candidate.interfaceName)
                .findFirst()
                .orElse(reference);
    }

    private List<ComponentDescriptionDTO> providers(String service) {
        Map<String, List<ComponentDescriptionDTO>> index = byService;
        if (index == null) {
            index = new HashMap<>();
            for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
                for (String provided : description.serviceInterfaces) {
                    index.computeIfAbsent(provided, any -> new ArrayList<>()).add(description);
                }
            }
            byService = index;
        }
        return index.getOrDefault(service, List.of());
    }

    private static String name(ComponentDescriptionDTO description) {
        return "component " + description.name + " of " + description.bundle.symbolicName + " "
                + description.bundle.version;
    }

    /** How all components of one bundle stand. */
    enum Standing {
        WHOLE,
        WAITING,
        FAILED
    }

    /**
     * Why a component is not there.
     *
     * @param fatal whether waiting is of no use
     * @param sentence cause first
     * @param cause the same for programs, if there is one
     */
    record Fault(boolean fatal, String sentence, @Nullable Cause cause) {
        Fault(boolean fatal, String sentence) {
            this(fatal, sentence, null);
        }

        private static Fault of(
                boolean fatal,
                Cause.Kind kind,
                ComponentDescriptionDTO component,
                String subject,
                @Nullable String filter,
                String sentence) {
            String bundle = component.bundle.symbolicName;
            return new Fault(
                    fatal, sentence, new Cause(kind, bundle, subject, "", filter == null ? "" : filter, sentence));
        }

        private Fault leadingTo(String consequence) {
            String longer = sentence + consequence;
            return new Fault(
                    fatal,
                    longer,
                    cause == null
                            ? null
                            : new Cause(
                                    cause.kind(),
                                    cause.bundle(),
                                    cause.subject(),
                                    cause.namespace(),
                                    cause.filter(),
                                    longer));
        }

        Stream<Cause> causes() {
            return Stream.ofNullable(cause);
        }
    }
}

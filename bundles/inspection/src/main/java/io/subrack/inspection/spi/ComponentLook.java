/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.inspection.spi.ComponentView.BoundService;
import io.subrack.inspection.spi.ComponentView.ReferenceView;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.spi.Causes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;

/** How the components of one bundle stand. */
final class ComponentLook {
    private static final int MAX_FAILURE_CHARS = 4_000;
    private static final int MAX_CAUSES = 5;

    /** Each is looked for in all components. */
    private static final int MOST_EXPLAINED = 20;

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final Causes causes;
    private int explained;

    ComponentLook(BundleContext context, ServiceComponentRuntime runtime, Causes causes) {
        this.context = context;
        this.runtime = runtime;
        this.causes = causes;
    }

    List<ComponentView> of(Bundle bundle) {
        var views = new ArrayList<ComponentView>();
        runtime.getComponentDescriptionDTOs(bundle).stream()
                .sorted(Comparator.comparing((ComponentDescriptionDTO description) -> description.name))
                .forEach(description -> add(bundle, description, views));
        return views;
    }

    private void add(Bundle bundle, ComponentDescriptionDTO description, List<ComponentView> views) {
        if (!runtime.isComponentEnabled(description)) {
            views.add(view(bundle, description, null, "DISABLED"));
            return;
        }
        var configurations = runtime.getComponentConfigurationDTOs(description);
        if (configurations.isEmpty()) {
            views.add(view(bundle, description, null, description.factory == null ? "UNSATISFIED" : "SATISFIED"));
        }
        configurations.forEach(
                configuration -> views.add(view(bundle, description, configuration, state(configuration))));
    }

    private static String state(ComponentConfigurationDTO configuration) {
        return switch (configuration.state) {
            case ComponentConfigurationDTO.ACTIVE -> "ACTIVE";
            case ComponentConfigurationDTO.SATISFIED -> "SATISFIED";
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "FAILED";
            default -> "UNSATISFIED";
        };
    }

    private ComponentView view(
            Bundle bundle,
            ComponentDescriptionDTO description,
            @Nullable ComponentConfigurationDTO configuration,
            String state) {
        boolean missing = state.equals("UNSATISFIED") || state.equals("FAILED");
        var failure = configuration == null ? null : configuration.failure;
        return new ComponentView(
                description.name,
                state,
                String.valueOf(description.implementationClass),
                List.of(description.configurationPid),
                List.of(description.serviceInterfaces),
                Stream.of(description.references)
                        .map(reference -> view(reference, configuration))
                        .toList(),
                missing ? rootCause(bundle, description.name) : null,
                failure == null ? null : Shown.text(failure, MAX_FAILURE_CHARS));
    }

    private @Nullable String rootCause(Bundle bundle, String component) {
        if (++explained > MOST_EXPLAINED) {
            return null;
        }
        var sentences = causes.of(bundle, component).stream()
                .map(Cause::sentence)
                .distinct()
                .limit(MAX_CAUSES)
                .collect(Collectors.joining(" "));
        return sentences.isEmpty() ? null : sentences;
    }

    private ReferenceView view(ReferenceDTO reference, @Nullable ComponentConfigurationDTO configuration) {
        var satisfied = configuration == null
                ? null
                : Stream.of(configuration.satisfiedReferences)
                        .filter(it -> it.name.equals(reference.name))
                        .findFirst()
                        .orElse(null);
        boolean optional = reference.cardinality.startsWith("0");
        var target = satisfied != null && satisfied.target != null ? satisfied.target : reference.target;
        return new ReferenceView(
                reference.name,
                reference.interfaceName,
                target,
                reference.cardinality,
                satisfied != null || optional,
                satisfied == null || satisfied.boundServices == null ? List.of() : bound(satisfied.boundServices));
    }

    private List<BoundService> bound(ServiceReferenceDTO[] services) {
        return Stream.of(services)
                .map(service -> new BoundService(service.id, provider(service.bundle)))
                .toList();
    }

    private String provider(long bundleId) {
        var bundle = context.getBundle(bundleId);
        return bundle == null ? "" : Roster.name(bundle);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.kernel.spi.ConfigurationCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Who reads which PID: components, and services that ConfigurationAdmin calls. */
final class Readers {
    private static final String PLATFORM_LOCATION = "platform:";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    /**
     * One that reads a PID.
     *
     * @param component its name; empty for a managed service
     * @param live whether it takes changes while the platform runs
     * @param description of the component; null for a managed service
     * @param declared whether the PID was chosen or is needed, and is not just the component's name
     */
    record Reader(
            Bundle bundle,
            String component,
            @Nullable ComponentDescriptionDTO description,
            boolean live,
            boolean declared) {}

    Readers(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    /** Returns the readers by PID or factory PID. */
    Map<String, List<Reader>> all() {
        Map<String, List<Reader>> all = new TreeMap<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            Bundle bundle = component.bundle == null ? null : context.getBundle(component.bundle.id);
            if (bundle != null && !"ignore".equals(component.configurationPolicy)) {
                add(all, component, bundle);
            }
        }
        managed(all, ManagedService.class);
        managed(all, ManagedServiceFactory.class);
        return all;
    }

    private static void add(Map<String, List<Reader>> all, ComponentDescriptionDTO component, Bundle bundle) {
        boolean live = !isPlatform(bundle) || "live".equals(component.properties.get(ConfigurationCheck.LIVE_PROPERTY));
        for (String pid : component.configurationPid) {
            boolean declared = !pid.equals(component.name) || "require".equals(component.configurationPolicy);
            all.computeIfAbsent(pid, unused -> new ArrayList<>())
                    .add(new Reader(bundle, component.name, component, live, declared));
        }
    }

    /** Returns which components do not start with the values of a PID, and why, as sentences. */
    List<String> failures(String pid, List<Reader> readers) {
        List<String> failures = new ArrayList<>();
        for (Reader reader : readers) {
            ComponentDescriptionDTO description = reader.description();
            if (description != null) {
                for (ComponentConfigurationDTO it : runtime.getComponentConfigurationDTOs(description)) {
                    if (it.state == ComponentConfigurationDTO.FAILED_ACTIVATION && has(it, pid)) {
                        failures.add(
                                reader.component() + " does not start with these values: " + firstLine(it.failure));
                    }
                }
            }
        }
        return failures;
    }

    /** A component that has the PID of no configuration runs on its defaults, and they are at fault. */
    private static boolean has(ComponentConfigurationDTO component, String pid) {
        return pids(component.properties.get(Constants.SERVICE_PID)).contains(pid);
    }

    private static String firstLine(@Nullable String failure) {
        String text = failure == null ? "" : failure.strip();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end).strip();
    }

    private void managed(Map<String, List<Reader>> all, Class<?> type) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(type.getName(), null);
            for (ServiceReference<?> reference : found == null ? new ServiceReference<?>[0] : found) {
                Bundle bundle = reference.getBundle();
                if (bundle != null) {
                    for (String pid : pids(reference.getProperty(Constants.SERVICE_PID))) {
                        all.computeIfAbsent(pid, unused -> new ArrayList<>())
                                .add(new Reader(bundle, "", null, !isPlatform(bundle), true));
                    }
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> pids(@Nullable Object property) {
        if (property instanceof String one) {
            return List.of(one);
        }
        if (property instanceof String[] several) {
            return List.of(several);
        }
        return property instanceof Iterable<?> iterable ? texts(iterable) : List.of();
    }

    private static List<String> texts(Iterable<?> iterable) {
        List<String> texts = new ArrayList<>();
        iterable.forEach(it -> texts.add(String.valueOf(it)));
        return texts;
    }

    static boolean isPlatform(Bundle bundle) {
        return bundle.getBundleId() == 0 || bundle.getLocation().startsWith(PLATFORM_LOCATION);
    }
}

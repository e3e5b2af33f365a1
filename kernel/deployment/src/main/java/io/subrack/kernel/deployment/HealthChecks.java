/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Asks the Felix health checks that a bundle has registered. The API is optional: without it there are none. */
final class HealthChecks {
    private static final String HEALTH_CHECK = "org.apache.felix.hc.api.HealthCheck";

    private final BundleContext context;

    HealthChecks(BundleContext context) {
        this.context = context;
    }

    /** Says whether a bundle has registered any; loads nothing of the API. */
    static boolean has(Bundle bundle) {
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        return registered != null && Arrays.stream(registered).anyMatch(HealthChecks::isHealthCheck);
    }

    private static boolean isHealthCheck(ServiceReference<?> reference) {
        return reference.getProperty(Constants.OBJECTCLASS) instanceof String[] names
                && Arrays.asList(names).contains(HEALTH_CHECK);
    }

    /** Runs a bundle's checks, foreign code, and returns a sentence for each that is neither OK nor a warning. */
    List<String> failing(Bundle bundle) {
        List<String> failing = new ArrayList<>();
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        if (registered != null) {
            for (ServiceReference<?> reference : registered) {
                if (isHealthCheck(reference) && reference.isAssignableTo(context.getBundle(), HEALTH_CHECK)) {
                    addFailing(bundle, reference, failing);
                }
            }
        }
        return failing;
    }

    private void addFailing(Bundle bundle, ServiceReference<?> reference, List<String> failing) {
        if (!(context.getService(reference) instanceof HealthCheck check)) {
            return;
        }
        try {
            Result result = check.execute();
            if (result.getStatus() != Result.Status.OK && result.getStatus() != Result.Status.WARN) {
                Object name = reference.getProperty(HealthCheck.NAME);
                failing.add("Health check " + (name == null ? check.getClass().getName() : name) + " of "
                        + Sentences.name(bundle) + " is " + result.getStatus() + messages(result) + ".");
            }
        } finally {
            context.ungetService(reference);
        }
    }

    private static String messages(Result result) {
        StringBuilder text = new StringBuilder();
        for (ResultLog.Entry entry : result) {
            text.append(text.isEmpty() ? ": " : "; ").append(entry.getMessage());
        }
        return text.toString();
    }
}

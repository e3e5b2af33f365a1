/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** A framework with bundles and health checks that a test puts in, and an executor that runs the checks. */
final class FakeFramework implements HealthCheckExecutor {
    final List<Bundle> bundles = new CopyOnWriteArrayList<>();
    final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();
    private final List<HealthCheckExecutionResult> results = new CopyOnWriteArrayList<>();
    private final Map<String, Result> said = new ConcurrentHashMap<>();
    volatile Runnable slowness = () -> {};

    BundleContext context() {
        return Call.proxy(BundleContext.class, (name, arguments) -> switch (name) {
            case "getBundle" -> bundle(1, "io.subrack.observe.provider", "0.1.0", "platform:observe");
            case "getBundles" -> bundles.toArray(Bundle[]::new);
            case "addServiceListener" -> listeners.add((ServiceListener) arguments[0]);
            case "removeServiceListener" -> {
                listeners.remove((ServiceListener) arguments[0]);
                yield null;
            }
            case "getAllServiceReferences" -> results.isEmpty() ? null : new ServiceReference<?>[results.size()];
            default -> throw new UnsupportedOperationException(name);
        });
    }

    static Bundle bundle(long id, String symbolicName, String version, String location) {
        return Call.proxy(Bundle.class, (name, arguments) -> switch (name) {
            case "getBundleId" -> id;
            case "getSymbolicName" -> symbolicName;
            case "getVersion" -> Version.parseVersion(version);
            case "getLocation" -> location;
            default -> throw new UnsupportedOperationException(name);
        });
    }

    void addCheck(Bundle owner, String name, Result result, String... tags) {
        var properties = Map.<String, Object>of("hc.name", name, "hc.tags", tags, "service.id", 5L);
        ServiceReference<?> reference = Call.proxy(ServiceReference.class, (method, arguments) -> switch (method) {
            case "getProperty" -> properties.get(arguments[0]);
            case "getBundle" -> owner;
            default -> throw new UnsupportedOperationException(method);
        });
        var metadata = new HealthCheckMetadata(reference);
        said.put(name, result);
        results.add(Call.proxy(HealthCheckExecutionResult.class, (method, arguments) -> switch (method) {
            case "getHealthCheckResult" -> said.get(name);
            case "getHealthCheckMetadata" -> metadata;
            case "getElapsedTimeInMs" -> 3L;
            default -> throw new UnsupportedOperationException(method);
        }));
        listeners.forEach(listener -> listener.serviceChanged(new ServiceEvent(ServiceEvent.REGISTERED, reference)));
    }

    /** From now on the check says this. */
    void changeCheck(String name, Result result) {
        said.put(name, result);
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector, HealthCheckExecutionOptions options) {
        slowness.run();
        return new ArrayList<>(results);
    }
}

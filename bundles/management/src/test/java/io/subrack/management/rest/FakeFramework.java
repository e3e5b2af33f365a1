/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** The few questions that the management API asks of a framework. */
final class FakeFramework {
    /** What capability bundles have in their jars. */
    final Map<Object, java.net.URL> entries = new ConcurrentHashMap<>();

    final List<ServiceReference<?>> services = new ArrayList<>();
    private final List<ServiceListener> serviceListeners = new CopyOnWriteArrayList<>();

    /** Tells that a service came. */
    void serviceCame() {
        var event = new ServiceEvent(ServiceEvent.REGISTERED, services.get(0));
        serviceListeners.forEach(listener -> listener.serviceChanged(event));
    }

    BundleContext context() {
        return proxy(BundleContext.class, (name, arguments) -> switch (name) {
            case "getBundle" -> bundle("com.acme.greeter");
            case "getBundles" -> new Bundle[] {module(), bundle("com.acme.greeter")};
            case "addServiceListener" -> listen((ServiceListener) arguments[0]);
            case "addBundleListener", "removeServiceListener", "removeBundleListener" -> null;
            case "getAllServiceReferences" -> services.toArray(ServiceReference<?>[]::new);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private Object listen(ServiceListener listener) {
        serviceListeners.add(listener);
        return null;
    }

    /** The module under test, as a bundle. */
    private static Bundle module() {
        return proxy(Bundle.class, (name, arguments) -> switch (name) {
            case "getSymbolicName" -> "io.subrack.management.rest";
            case "getBundleId" -> 1L;
            case "getLocation" -> "platform:io.subrack.management.rest";
            case "getState" -> Bundle.ACTIVE;
            case "getVersion" -> new Version(0, 1, 0);
            case "getLastModified" -> 0L;
            case "getHeaders" -> new Hashtable<String, String>();
            case "adapt", "getRegisteredServices", "getServicesInUse" -> null;
            case "getEntry" -> FakeFramework.class.getResource("/" + arguments[0]);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    Bundle bundle(String symbolicName) {
        Dictionary<String, String> headers = new Hashtable<>(Map.of("Bundle-Description", "Greets."));
        return proxy(Bundle.class, (name, arguments) -> switch (name) {
            case "getSymbolicName" -> symbolicName;
            case "getVersion" -> new Version(1, 0, 0);
            case "getLastModified" -> 0L;
            case "getBundleId" -> 40L;
            case "getLocation" -> "subrack:" + symbolicName + ":0:1";
            case "getEntry" -> entries.get(arguments[0]);
            case "getHeaders" -> headers;
            case "adapt" -> null;
            case "getRegisteredServices" -> services.toArray(ServiceReference<?>[]::new);
            case "getServicesInUse" -> null;
            default -> throw new UnsupportedOperationException(name);
        });
    }

    void addService(long id, Map<String, Object> properties) {
        var all = new Hashtable<String, Object>(properties);
        all.put("service.id", id);
        all.put("objectClass", new String[] {"com.acme.Stock"});
        all.put("service.scope", "singleton");
        services.add(proxy(ServiceReference.class, (name, arguments) -> switch (name) {
            case "getProperty" -> all.get(arguments[0]);
            case "getPropertyKeys" -> all.keySet().toArray(String[]::new);
            case "getBundle" -> bundle("com.acme.inventory");
            case "getUsingBundles" -> new Bundle[] {bundle("com.acme.orders")};
            default -> throw new UnsupportedOperationException(name);
        }));
    }

    interface Method {
        Object call(String name, Object[] arguments);
    }

    static <T> T proxy(Class<T> type, Method method) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> switch (called.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    case "toString" -> type.getSimpleName();
                    default -> method.call(called.getName(), arguments);
                }));
    }
}

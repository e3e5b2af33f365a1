/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Bundles with a name, a version and a state, and nothing else. */
final class FakeBundles {
    private static final AtomicLong IDS = new AtomicLong();

    private FakeBundles() {}

    static Bundle bundle(String name, String version) {
        return bundle(name, version, "subrack:" + name, new AtomicInteger(Bundle.ACTIVE));
    }

    static Bundle platformBundle(String name) {
        return bundle(name, "1.0.0", "platform:" + name, new AtomicInteger(Bundle.ACTIVE));
    }

    static Bundle bundle(String name, String version, String location, AtomicInteger state) {
        long id = IDS.incrementAndGet();
        return (Bundle) Proxy.newProxyInstance(
                FakeBundles.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getSymbolicName" -> name;
                    case "getVersion" -> Version.parseVersion(version);
                    case "getLocation" -> location;
                    case "getState" -> state.get();
                    case "getBundleId" -> id;
                    case "getRegisteredServices" -> null;
                    case "getHeaders" -> new Hashtable<>(Map.of("Subrack-Public", "/open"));
                    case "hashCode" -> Long.hashCode(id);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> name + " " + version;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Scopes.Known;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.SynchronousBundleListener;

class BundleScopesTest {
    private int state = Bundle.ACTIVE;
    private final AtomicReference<BundleListener> listener = new AtomicReference<>();
    private final Bundle orders = bundle("com.acme.orders", "orders.read;description=\"Read orders\", orders.write");
    private final Bundle broken = bundle("com.acme.broken", "platform.users");
    private final Bundle plain = bundle("com.acme.plain", null);
    private final BundleScopes scopes = new BundleScopes(context(orders, broken, plain));

    @Test
    void knowsTheScopesOfThePlatformAndOfLiveBundles() {
        assertThat(scopes.known())
                .contains(new Known("orders.read", "Read orders", "com.acme.orders"))
                .contains(new Known("orders.write", "", "com.acme.orders"))
                .extracting(Known::name)
                .contains("openid", "platform.users")
                .isSorted();
    }

    @Test
    void letsNoBundleDefineWhatIsThePlatforms() {
        assertThat(scopes.known())
                .filteredOn(scope -> scope.name().startsWith("platform."))
                .allMatch(scope -> scope.bundle().isEmpty());
    }

    @Test
    void forgetsABundleThatStops() {
        listener.get().bundleChanged(new BundleEvent(BundleEvent.STOPPING, stopping(orders)));

        assertThat(scopes.known()).extracting(Known::name).doesNotContain("orders.read");
        scopes.close();
        assertThat(listener.get()).isNull();
    }

    private Bundle stopping(Bundle bundle) {
        state = Bundle.STOPPING;
        return bundle;
    }

    @SuppressWarnings("JdkObsolete") // headers are a Dictionary
    private Bundle bundle(String name, String header) {
        Dictionary<String, String> headers = new Hashtable<>();
        if (header != null) {
            headers.put("Subrack-Scopes", header);
        }
        return fake(Bundle.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getHeaders" -> headers;
            case "getSymbolicName", "toString" -> name;
            case "getState" -> state;
            case "compareTo" -> name.compareTo(((Bundle) arguments[0]).getSymbolicName());
            case "hashCode" -> name.hashCode();
            case "equals" -> proxy == arguments[0];
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private BundleContext context(Bundle... bundles) {
        return fake(BundleContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getBundles" -> bundles;
            case "addBundleListener" -> {
                listener.set((SynchronousBundleListener) arguments[0]);
                yield null;
            }
            case "removeBundleListener" -> {
                listener.set(null);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

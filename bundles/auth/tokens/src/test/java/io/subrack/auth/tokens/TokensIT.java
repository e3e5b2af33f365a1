/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.api.PlatformCalls;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard;
import io.subrack.auth.spi.Guard.Authentication.Accepted;
import io.subrack.auth.spi.Guard.Credentials;
import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.Tokens;
import io.subrack.auth.spi.UserStore;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The bundle in the framework, over stores in memory. */
@Timeout(180)
class TokensIT {
    private static final String ORDERS = "com.acme.orders";

    private final MemoryKeyStore store = new MemoryKeyStore();

    private void registerStores(BundleContext context) {
        context.registerService(KeyStore.class, store, null);
        context.registerService(UserStore.class, claimed(), null);
    }

    private static UserStore claimed() {
        return (UserStore) Proxy.newProxyInstance(
                UserStore.class.getClassLoader(), new Class<?>[] {UserStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("claimed")) {
                        return true;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** The tests' class path has the bundle's own types too, so in classic mode the usual look-up sees two of each. */
    private static <T> T service(TestPlatform platform, Class<T> type) {
        return Await.value(type.getName(), Await.DEADLINE, () -> {
            var found = platform.context().getAllServiceReferences(type.getName(), null);
            return Optional.ofNullable(found)
                    .map(references -> type.cast(platform.context().getService(references[0])));
        });
    }

    private static PlatformCalls calls(TestPlatform platform) {
        BundleContext context =
                platform.bundle(ORDERS).map(Bundle::getBundleContext).orElseThrow();
        return context.getService(context.getServiceReference(PlatformCalls.class));
    }

    private static Credentials bearer(String token) {
        return new Credentials(List.of("Bearer " + token), List.of(), "GET", null, null, false);
    }

    @PlatformModes
    void guardsAndGivesBundlesTheirAccounts(PlatformMode mode) throws Exception {
        var settings = TestPlatform.with()
                .mode(mode)
                .configure("io.subrack.auth", "external.url", TokenRig.ISSUER)
                .onFrameworkStart(this::registerStores)
                .evenIfNotReady();
        try (TestPlatform platform = settings.start()) {
            Guard guard = service(platform, Guard.class);
            Tokens tokens = service(platform, Tokens.class);
            Path url = platform.data().resolve("run").resolve("http.url");
            Files.createDirectories(url.getParent());
            Files.writeString(url, "http://127.0.0.1:1");
            String token =
                    tokens.accessToken(TokenRig.request("ada", "orders.read")).token();
            assertThat(guard.authenticate(bearer(token))).isInstanceOf(Accepted.class);
            assertThat(Files.getPosixFilePermissions(
                            platform.data().resolve("auth").resolve("master.key")))
                    .hasSize(2);

            Deployment deployed = platform.deploy(TestBundles.bundle(ORDERS, "1.0.0")
                    .header("Subrack-Grants", "stock.read")
                    .header("Import-Package", "io.subrack.auth.api")
                    .bytes());
            assertThat(deployed.failure()).isEmpty();
            Await.until("the account", () -> store.accounts.containsKey(ORDERS));
            String own = calls(platform)
                    .asBundle("/stock")
                    .build()
                    .headers()
                    .firstValue("Authorization")
                    .orElseThrow();
            Caller caller = ((Accepted) guard.authenticate(bearer(own.substring(7)))).caller();
            assertThat(caller.subject()).isEqualTo("bundle:" + ORDERS);
            assertThat(guard.authorize(caller, AccessRequirement.scopes("stock.read")))
                    .isSameAs(Guard.Decision.PERMITTED);
            assertThat(store.accounts.get(ORDERS).scopes()).isEqualTo(Set.of("stock.read"));

            platform.deploy(List.of(new Change.Uninstall(ORDERS)));
            Await.until("the account's end", () -> store.accounts.get(ORDERS).revoked() != null);
            assertThat(guard.authenticate(bearer(own.substring(7)))).isInstanceOf(Guard.Authentication.Refused.class);
        }
        Await.until(
                "the end of its thread",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("subrack-auth-upkeep")));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.api.Caller;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.testing.TestClock;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** What bundles call others with: their accounts and what may be signed for them. */
final class BundleRig implements AutoCloseable {
    static final String ORDERS = "com.acme.orders";

    final TokenRig rig;
    final ServiceAccounts accounts;
    private final PlatformIssuer issuer;

    BundleRig(Path directory) throws IOException {
        rig = new TokenRig(directory);
        accounts = new ServiceAccounts(rig.store, rig.revocations, new AuthAudit(), rig.upkeep, rig.clock);
        Path url = directory.resolve("http.url");
        Files.writeString(url, "http://127.0.0.1:1234");
        issuer = new PlatformIssuer(URI.create(TokenRig.ISSUER), url, Instant.EPOCH);
    }

    @Override
    public void close() {
        rig.close();
    }

    static SetEntry entry(String name, String... grants) {
        return new SetEntry(
                        name, Version.valueOf("1.0.0"), new Sha256("0".repeat(64)), StartState.values()[0], List.of())
                .withGrants(Set.of(grants));
    }

    /** A bundle that has a name and a number and can do nothing. */
    static Bundle bundle(String name, long id) {
        return (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getSymbolicName" -> name;
                    case "getBundleId" -> id;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    BundleCalls calls(Bundle bundle) {
        return new BundleCalls(bundle, rig.tokens, accounts, issuer, rig.clock);
    }

    /** Has a deployment begin that brings the target, and a fresh instance of the bundle. */
    static Participation join(ServiceAccounts accounts, @Nullable Bundle fresh, SetEntry... target) {
        return accounts.join(new Transition(
                "p1",
                List.of(new Transition.Move(ORDERS, null, fresh, false, List.of(), false)),
                List.of(target),
                Duration.ofSeconds(1)));
    }

    static String token(HttpRequest.Builder request) {
        return request.build()
                .headers()
                .firstValue("Authorization")
                .orElseThrow()
                .substring("Bearer ".length());
    }

    Caller caller(String token) {
        return rig.forgetful().verify(token).orElseThrow().caller();
    }

    /** Ada as a token says of her that ends then. */
    static Caller ada(Instant expires, String... scopes) {
        return new Caller(
                Caller.Kind.USER,
                "ada",
                "Ada",
                "app",
                Set.of(scopes),
                Set.of("admin"),
                "token-7",
                expires,
                TestClock.START,
                List.of("pwd"),
                null);
    }
}

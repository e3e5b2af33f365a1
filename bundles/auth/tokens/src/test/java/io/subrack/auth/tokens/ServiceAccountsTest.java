/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.KeyStore.ServiceAccount;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestClock;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class ServiceAccountsTest {
    private static final String ORDERS = "com.acme.orders";

    @TempDir
    Path directory;

    private TokenRig rig;
    private ServiceAccounts accounts;
    private PlatformIssuer issuer;

    @BeforeEach
    void start() throws Exception {
        rig = new TokenRig(directory);
        accounts = new ServiceAccounts(rig.store, rig.revocations, new AuthAudit(), rig.upkeep, rig.clock);
        Path url = directory.resolve("http.url");
        Files.writeString(url, "http://127.0.0.1:1234");
        issuer = new PlatformIssuer(URI.create(TokenRig.ISSUER), url, Instant.EPOCH);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static SetEntry entry(String name, String... grants) {
        return new SetEntry(
                        name, Version.valueOf("1.0.0"), new Sha256("0".repeat(64)), StartState.values()[0], List.of())
                .withGrants(Set.of(grants));
    }

    /** A bundle that has a name and a number and can do nothing. */
    private static Bundle bundle(String name, long id) {
        return (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getSymbolicName" -> name;
                    case "getBundleId" -> id;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private BundleCalls calls(Bundle bundle) {
        return new BundleCalls(bundle, rig.tokens, accounts, issuer, rig.clock);
    }

    private Participation join(Bundle fresh, SetEntry... target) {
        return accounts.join(new Transition(
                "p1",
                List.of(new Transition.Move(ORDERS, null, fresh, false, List.of(), false)),
                List.of(target),
                Duration.ofSeconds(1)));
    }

    private static String token(HttpRequest.Builder request) {
        return request.build()
                .headers()
                .firstValue("Authorization")
                .orElseThrow()
                .substring("Bearer ".length());
    }

    private Caller caller(String token) {
        return rig.forgetful().verify(token).orElseThrow().caller();
    }

    @Test
    void makesAnAccountForEachBundleOfTheSet() {
        accounts.expect(List.of(entry(ORDERS, "stock.read"), entry("com.acme.plain")));

        assertThat(rig.store.accounts.get(ORDERS).scopes()).containsExactly("stock.read");
        assertThat(rig.store.accounts.get("com.acme.plain").scopes()).isEmpty();
        assertThat(accounts.granted(bundle(ORDERS, 1))).contains(Set.of("stock.read"));
        assertThat(accounts.granted(bundle("io.subrack.web.provider", 2))).isEmpty();
    }

    @Test
    void callsOnTheBundlesOwnAccount() {
        accounts.expect(List.of(entry(ORDERS, "stock.read", "stock.write")));

        HttpRequest request = calls(bundle(ORDERS, 1))
                .asBundle("/stock/items?max=5", "stock.read")
                .build();

        assertThat(request.uri()).isEqualTo(URI.create("http://127.0.0.1:1234/stock/items?max=5"));
        Caller caller = caller(token(calls(bundle(ORDERS, 1)).asBundle("/x", "stock.read")));
        assertThat(caller.kind()).isEqualTo(Caller.Kind.BUNDLE);
        assertThat(caller.subject()).isEqualTo("bundle:" + ORDERS);
        assertThat(caller.scopes()).containsExactly("stock.read");
        assertThat(caller(token(calls(bundle(ORDERS, 1)).asBundle("/x"))).scopes())
                .containsExactly("stock.read", "stock.write");
    }

    @Test
    void sendsTheTraceOfTheRequestOnThatTheThreadAnswers() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        BundleCalls calls = calls(bundle(ORDERS, 1));
        TraceContext trace =
                TraceContext.goOn("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1", "tenant=acme");

        TraceContext.setCurrent(trace);
        HttpRequest inside = calls.asBundle("/x").build();
        TraceContext.setCurrent(null);
        HttpRequest outside = calls.asBundle("/x").build();

        assertThat(inside.headers().allValues("traceparent")).containsExactly(trace.header());
        assertThat(inside.headers().allValues("tracestate")).containsExactly("vendor=1");
        assertThat(inside.headers().allValues("baggage")).containsExactly("tenant=acme");
        assertThat(outside.headers().map()).containsOnlyKeys("Authorization");
    }

    @Test
    void goesOnWithTheInnermostSpanThatIsRecorded() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        BundleCalls calls = calls(bundle(ORDERS, 1));
        TraceContext request = TraceContext.begin();
        TraceContext span = TraceContext.of(request.traceId(), "00f067aa0ba902b7", null, true, "", "");
        AtomicReference<TraceContext> innermost = new AtomicReference<>(span);
        calls.setRecorders(List.of((SpanRecorder) Proxy.newProxyInstance(
                SpanRecorder.class.getClassLoader(),
                new Class<?>[] {SpanRecorder.class},
                (self, method, arguments) -> innermost.get())));

        TraceContext.setCurrent(request);
        HttpRequest recorded = calls.asBundle("/x").build();
        innermost.set(null);
        HttpRequest notRecorded = calls.asBundle("/x").build();
        TraceContext.setCurrent(null);

        assertThat(recorded.headers().allValues("traceparent")).containsExactly(span.header());
        assertThat(notRecorded.headers().allValues("traceparent")).containsExactly(request.header());
    }

    @Test
    void signsOneTokenForManyCallsUntilShortlyBeforeItsEnd() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        BundleCalls calls = calls(bundle(ORDERS, 1));
        String first = token(calls.asBundle("/a"));

        assertThat(token(calls.asBundle("/b"))).isEqualTo(first);
        rig.clock.advance(TokenRig.LIFE.minusSeconds(30));

        assertThat(token(calls.asBundle("/a"))).isNotEqualTo(first);
    }

    @Test
    void refusesScopesThatWereNotGranted() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));

        assertThatThrownBy(() -> calls(bundle(ORDERS, 1)).asBundle("/x", "stock.write"))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("stock.write")
                .hasMessageContaining("Subrack-Grants");
        assertThatThrownBy(() -> calls(bundle("com.acme.other", 2)).asBundle("/x"))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    void refusesPathsThatLeadElsewhere() {
        accounts.expect(List.of(entry(ORDERS)));

        for (String path :
                List.of("stock", "", "//attacker.example.org/x", "https://attacker.example.org/", "@a", "/ a")) {
            assertThatThrownBy(() -> calls(bundle(ORDERS, 1)).asBundle(path))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Caller ada(Instant expires, String... scopes) {
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

    @Test
    void callsOnBehalfOfSomebodyWithWhatBothMay() {
        accounts.expect(List.of(entry(ORDERS, "stock.read", "stock.write")));
        Instant soon = rig.clock.instant().plusSeconds(90);

        String token = token(calls(bundle(ORDERS, 1)).onBehalfOf(ada(soon, "stock.read", "platform.users"), "/x"));

        Caller caller = caller(token);
        assertThat(caller.subject()).isEqualTo("ada");
        assertThat(caller.kind()).isEqualTo(Caller.Kind.USER);
        assertThat(caller.actingBundle()).contains(ORDERS);
        assertThat(caller.scopes()).containsExactly("stock.read");
        assertThat(caller.roles()).isEmpty();
        assertThat(caller.expires()).isBeforeOrEqualTo(soon);
        rig.revocations.token("token-7", soon);
        assertThat(rig.forgetful().verify(token))
                .as("ends with the caller's own")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "grant", "client", "subject", "session"})
    void endsWhatWasSignedOnBehalfOfSomebodyWithWhatTheyCameWith(String way) {
        accounts.expect(List.of(entry(ORDERS, "orders.read"), entry("com.acme.next", "orders.read")));
        Caller ada = way.equals("session")
                ? ada(rig.clock.instant().plusSeconds(90), "orders.read")
                : rig.tokens.verify(rig.issue().token()).orElseThrow().caller();
        String derived = token(calls(bundle(ORDERS, 1)).onBehalfOf(ada, "/x"));
        Caller second = rig.tokens.verify(derived).orElseThrow().caller();
        String derivedAgain = token(calls(bundle("com.acme.next", 2)).onBehalfOf(second, "/x"));
        assertThat(rig.forgetful().verify(derivedAgain)).isPresent();

        switch (way) {
            case "token" -> rig.revocations.token(ada.tokenId(), rig.clock.instant());
            case "grant" -> rig.revocations.grant("grant-1");
            case "client" -> rig.revocations.client("cli");
            case "subject" -> rig.revocations.subject("ada");
            default -> rig.revocations.grant("token-7");
        }

        assertThat(rig.forgetful().verify(derived)).isEmpty();
        assertThat(rig.tokens.verify(derived)).isEmpty();
        assertThat(rig.forgetful().verify(derivedAgain)).as("at second hand").isEmpty();
        rig.clock.advance(Duration.ofSeconds(5));
        assertThatThrownBy(() -> calls(bundle(ORDERS, 1)).onBehalfOf(second, "/x"))
                .isInstanceOf(SecurityException.class);
        if (!way.equals("session")) {
            assertThatThrownBy(() -> calls(bundle(ORDERS, 1)).onBehalfOf(ada, "/x"))
                    .isInstanceOf(SecurityException.class);
        }
    }

    @Test
    void endsTheTokensOfAnInstanceWhoseDeploymentIsUndoneAndOfNoOther() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        Bundle fresh = bundle(ORDERS, 2);
        String old = token(calls(bundle(ORDERS, 1)).asBundle("/x"));
        Participation deployment = join(fresh, entry(ORDERS, "stock.read", "stock.write"));
        String own = token(calls(fresh).asBundle("/x"));
        String forAda = token(calls(fresh).onBehalfOf(ada(rig.clock.instant().plusSeconds(90), "stock.write"), "/x"));
        assertThat(rig.tokens.verify(own)).isPresent();
        assertThat(rig.tokens.verify(forAda)).isPresent();

        deployment.undo();
        deployment.close();

        assertThat(rig.tokens.verify(own)).isEmpty();
        assertThat(rig.tokens.verify(forAda)).isEmpty();
        assertThat(rig.tokens.verify(old)).isPresent();
    }

    @Test
    void keepsTheTokensOfAnInstanceWhoseDeploymentIsCommitted() {
        Bundle fresh = bundle(ORDERS, 2);
        Participation deployment = join(fresh, entry(ORDERS, "stock.read"));
        String token = token(calls(fresh).asBundle("/x"));

        deployment.committed();
        deployment.close();

        assertThat(rig.tokens.verify(token)).isPresent();
    }

    @Test
    void signsAnotherTokenForABundleWhoseTokensHaveEnded() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        BundleCalls calls = calls(bundle(ORDERS, 1));
        token(calls.asBundle("/x"));

        rig.revocations.subject("bundle:" + ORDERS);

        assertThat(rig.tokens.verify(token(calls.asBundle("/x")))).isPresent();
    }

    @Test
    void refusesToActWithWhatOnlyOneMay() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        BundleCalls calls = calls(bundle(ORDERS, 1));
        Caller ada = ada(rig.clock.instant().plusSeconds(90), "stock.write");

        assertThatThrownBy(() -> calls.onBehalfOf(ada, "/x", "stock.read")).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> calls.onBehalfOf(ada, "/x", "stock.write")).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> calls.onBehalfOf(Caller.ANONYMOUS, "/x")).isInstanceOf(SecurityException.class);
    }

    @Test
    void givesAStagedInstanceItsGrantsBeforeTheOthers() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        Bundle old = bundle(ORDERS, 1);
        Bundle fresh = bundle(ORDERS, 2);

        Participation deployment = join(fresh, entry(ORDERS, "stock.write"));
        assertThat(accounts.granted(old)).contains(Set.of("stock.read"));
        assertThat(accounts.granted(fresh)).contains(Set.of("stock.write"));
        deployment.committed();
        deployment.close();

        assertThat(accounts.granted(fresh)).contains(Set.of("stock.write"));
        assertThat(rig.store.accounts.get(ORDERS).scopes()).containsExactly("stock.write");
    }

    @Test
    void forgetsTheGrantsOfADeploymentThatIsUndone() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        Bundle fresh = bundle("com.acme.fresh", 2);

        Participation deployment = join(bundle(ORDERS, 3), entry(ORDERS, "stock.write"), entry("com.acme.fresh", "x"));
        deployment.undo();
        deployment.close();

        assertThat(accounts.granted(fresh)).isEmpty();
        assertThat(accounts.granted(bundle(ORDERS, 3))).contains(Set.of("stock.read"));
        assertThat(rig.store.accounts).containsOnlyKeys(ORDERS);
    }

    @Test
    void endsTokensWithWhatIsNoLongerGranted() {
        accounts.expect(List.of(entry(ORDERS, "stock.read", "stock.write")));
        BundleCalls calls = calls(bundle(ORDERS, 1));
        String wide = token(calls.asBundle("/x"));

        Participation deployment = join(null, entry(ORDERS, "stock.read"));
        deployment.committed();

        assertThat(rig.tokens.verify(wide)).isEmpty();
        assertThat(caller(token(calls.asBundle("/x"))).scopes()).containsExactly("stock.read");
    }

    @Test
    void keepsTokensWhenMoreIsGranted() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        String token = token(calls(bundle(ORDERS, 1)).asBundle("/x"));

        join(null, entry(ORDERS, "stock.read", "stock.write")).committed();

        assertThat(rig.tokens.verify(token)).isPresent();
    }

    @Test
    void revokesTheAccountOnceAnUninstalledBundleIsGone() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        String token = token(calls(bundle(ORDERS, 1)).asBundle("/x"));

        Participation deployment = join(null);
        deployment.committed();
        assertThat(rig.tokens.verify(token)).as("while its last requests end").isPresent();
        deployment.close();

        assertThat(rig.tokens.verify(token)).isEmpty();
        assertThat(rig.store.accounts.get(ORDERS).revoked()).isNotNull();
        assertThat(accounts.granted(bundle(ORDERS, 1))).isEmpty();
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        assertThat(rig.store.accounts.get(ORDERS).revoked()).isNull();
        assertThat(rig.tokens.verify(token(calls(bundle(ORDERS, 1)).asBundle("/x"))))
                .isPresent();
    }

    @Test
    void bringsTheStoreInStepAfterACrashBetweenSetAndStore() {
        rig.store.accounts.put("com.acme.gone", new ServiceAccount("com.acme.gone", Set.of("x"), Instant.EPOCH, null));
        rig.store.accounts.put(ORDERS, new ServiceAccount(ORDERS, Set.of("x", "y"), Instant.EPOCH, null));

        accounts.expect(List.of(entry(ORDERS, "x")));

        assertThat(rig.store.accounts.get("com.acme.gone").revoked()).isNotNull();
        assertThat(rig.store.accounts.get(ORDERS).scopes()).containsExactly("x");
        assertThat(rig.store.notBefore).containsKeys("subject:bundle:com.acme.gone", "subject:bundle:" + ORDERS);
    }

    @Test
    void hasADeploymentWaitForTheStoreOnlyWhereItBringsRights() {
        List<Runnable> later = new ArrayList<>();
        Upkeep upkeep = new Upkeep(later::add);
        try {
            accounts = new ServiceAccounts(rig.store, rig.revocations, new AuthAudit(), upkeep, rig.clock);

            join(null, entry("com.acme.plain")).committed();
            assertThat(rig.store.accounts).isEmpty();
            join(null, entry("com.acme.plain"), entry(ORDERS, "stock.read")).committed();

            assertThat(rig.store.accounts).containsKeys(ORDERS, "com.acme.plain");
            assertThat(later).hasSize(1);
            join(null, entry("com.acme.plain"), entry(ORDERS, "stock.read")).committed();
            assertThat(later).as("nothing is to be done when nothing changes").hasSize(1);
        } finally {
            upkeep.close();
        }
    }

    @Test
    void takesAccountsAwayAlsoWhileTheStoreIsDownAndWritesThatLater() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        String token = token(calls(bundle(ORDERS, 1)).asBundle("/x"));
        rig.store.down = true;

        Participation deployment = join(null);
        deployment.committed();
        deployment.close();
        assertThat(rig.tokens.verify(token)).isEmpty();
        rig.store.down = false;

        Await.until("the store is in step", () -> rig.store.accounts.get(ORDERS).revoked() != null);
        assertThat(rig.store.notBefore).containsKey("subject:bundle:" + ORDERS);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static io.subrack.auth.tokens.BundleRig.ORDERS;
import static io.subrack.auth.tokens.BundleRig.ada;
import static io.subrack.auth.tokens.BundleRig.bundle;
import static io.subrack.auth.tokens.BundleRig.entry;
import static io.subrack.auth.tokens.BundleRig.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.api.Caller;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bundle may call others with, and for how long. */
class BundleCallsTest {
    @TempDir
    Path directory;

    private BundleRig test;
    private TokenRig rig;
    private ServiceAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        test = new BundleRig(directory);
        rig = test.rig;
        accounts = test.accounts;
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void callsOnTheBundlesOwnAccount() {
        accounts.expect(List.of(entry(ORDERS, "stock.read", "stock.write")));

        HttpRequest request = test.calls(bundle(ORDERS, 1))
                .asBundle("/stock/items?max=5", "stock.read")
                .build();

        assertThat(request.uri()).isEqualTo(URI.create("http://127.0.0.1:1234/stock/items?max=5"));
        Caller caller = test.caller(token(test.calls(bundle(ORDERS, 1)).asBundle("/x", "stock.read")));
        assertThat(caller.kind()).isEqualTo(Caller.Kind.BUNDLE);
        assertThat(caller.subject()).isEqualTo("bundle:" + ORDERS);
        assertThat(caller.scopes()).containsExactly("stock.read");
        assertThat(test.caller(token(test.calls(bundle(ORDERS, 1)).asBundle("/x")))
                        .scopes())
                .containsExactly("stock.read", "stock.write");
    }

    @Test
    void sendsTheTraceOfTheRequestOnThatTheThreadAnswers() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        BundleCalls calls = test.calls(bundle(ORDERS, 1));
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
        BundleCalls calls = test.calls(bundle(ORDERS, 1));
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
        BundleCalls calls = test.calls(bundle(ORDERS, 1));
        String first = token(calls.asBundle("/a"));

        assertThat(token(calls.asBundle("/b"))).isEqualTo(first);
        rig.clock.advance(TokenRig.LIFE.minusSeconds(30));

        assertThat(token(calls.asBundle("/a"))).isNotEqualTo(first);
    }

    @Test
    void refusesScopesThatWereNotGranted() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));

        assertThatThrownBy(() -> test.calls(bundle(ORDERS, 1)).asBundle("/x", "stock.write"))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("stock.write")
                .hasMessageContaining("Subrack-Grants");
        assertThatThrownBy(() -> test.calls(bundle("com.acme.other", 2)).asBundle("/x"))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    void refusesPathsThatLeadElsewhere() {
        accounts.expect(List.of(entry(ORDERS)));

        for (String path :
                List.of("stock", "", "//attacker.example.org/x", "https://attacker.example.org/", "@a", "/ a")) {
            assertThatThrownBy(() -> test.calls(bundle(ORDERS, 1)).asBundle(path))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void callsOnBehalfOfSomebodyWithWhatBothMay() {
        accounts.expect(List.of(entry(ORDERS, "stock.read", "stock.write")));
        Instant soon = rig.clock.instant().plusSeconds(90);

        String token = token(test.calls(bundle(ORDERS, 1)).onBehalfOf(ada(soon, "stock.read", "platform.users"), "/x"));

        Caller caller = test.caller(token);
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
        String derived = token(test.calls(bundle(ORDERS, 1)).onBehalfOf(ada, "/x"));
        Caller second = rig.tokens.verify(derived).orElseThrow().caller();
        String derivedAgain = token(test.calls(bundle("com.acme.next", 2)).onBehalfOf(second, "/x"));
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
        assertThatThrownBy(() -> test.calls(bundle(ORDERS, 1)).onBehalfOf(second, "/x"))
                .isInstanceOf(SecurityException.class);
        if (!way.equals("session")) {
            assertThatThrownBy(() -> test.calls(bundle(ORDERS, 1)).onBehalfOf(ada, "/x"))
                    .isInstanceOf(SecurityException.class);
        }
    }

    @Test
    void signsAnotherTokenForABundleWhoseTokensHaveEnded() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        BundleCalls calls = test.calls(bundle(ORDERS, 1));
        token(calls.asBundle("/x"));

        rig.revocations.subject("bundle:" + ORDERS);

        assertThat(rig.tokens.verify(token(calls.asBundle("/x")))).isPresent();
    }

    @Test
    void refusesToActWithWhatOnlyOneMay() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        BundleCalls calls = test.calls(bundle(ORDERS, 1));
        Caller ada = ada(rig.clock.instant().plusSeconds(90), "stock.write");

        assertThatThrownBy(() -> calls.onBehalfOf(ada, "/x", "stock.read")).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> calls.onBehalfOf(ada, "/x", "stock.write")).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> calls.onBehalfOf(Caller.ANONYMOUS, "/x")).isInstanceOf(SecurityException.class);
    }
}

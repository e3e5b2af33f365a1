/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.testing.TestGuard;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.OperationStatus;
import io.subrack.web.spi.GuardAttributes;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class AdmissionTest {
    private static final MountHandler WHO = (request, response) -> {
        Caller caller = (Caller) request.getAttribute(RequestAttributes.CALLER);
        request.setAttribute(RequestAttributes.CALLER, Caller.ANONYMOUS);
        request.setAttribute(GuardAttributes.GUARD, "mine");
        boolean kept = caller == request.getAttribute(RequestAttributes.CALLER)
                && !"mine".equals(request.getAttribute(GuardAttributes.GUARD));
        response.setContentType("text/plain");
        response.getWriter()
                .print((caller == null ? "unasked" : caller.name()) + " " + kept + " " + request.getRemoteUser() + " "
                        + (request.getUserPrincipal() == caller) + " " + request.isUserInRole("clerk") + " "
                        + request.getAuthType() + " " + request.getAttribute(RequestAttributes.CLIENT_ADDRESS));
    };

    @TempDir
    Path data;

    private Door door;

    @BeforeEach
    void open() {
        door = new Door(data, "trusted.proxies", "127.0.0.0/8");
        door.routes
                .publish(bundle("com.acme.a", "1.0.0"), "test")
                .set(List.of(
                        new Mount("/always", Access.ALWAYS, WHO),
                        new Mount("/open", Access.OPEN, WHO),
                        new Mount("/each", Access.GUARDED, WHO),
                        new Mount("/stock", AccessRequirement.scopes("stock.read"), WHO)));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = door.request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return door.send(request.build());
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static String challenge(HttpResponse<?> answer) {
        return answer.headers().firstValue("WWW-Authenticate").orElse("");
    }

    @Test
    void asksForATokenWhereAMountDemandsSomething() throws Exception {
        HttpResponse<String> answer = get("/stock");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(challenge(answer)).isEqualTo("Bearer realm=\"subrack\"");
        assertThat(answer.body()).contains("urn:subrack:problem:http:unauthorized");
    }

    @Test
    void refusesATokenThatNobodyKnows() throws Exception {
        HttpResponse<String> answer = get("/stock", "Authorization", "Bearer forged");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(challenge(answer)).contains("error=\"invalid_token\"");
    }

    @Test
    void saysWhichScopeIsMissing() throws Exception {
        HttpResponse<String> answer = get("/stock", "Authorization", bearer(door.guard.token("other")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(challenge(answer)).contains("error=\"insufficient_scope\", scope=\"stock.read\"");
        assertThat(answer.body()).contains("urn:subrack:problem:http:forbidden");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void tellsTheHandlerWhoCalls() throws Exception {
        String token = door.guard.token(TestGuard.user("ada", Set.of("stock.read"), Set.of("clerk")));

        HttpResponse<String> answer = get("/stock/1", "Authorization", bearer(token));

        assertThat(answer.body()).isEqualTo("ada true u-ada true true Bearer 127.0.0.1");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-cache");
    }

    @Test
    void leavesItToTheHandlerWhereAMountDemandsNothing() throws Exception {
        HttpResponse<String> answer = get("/each");

        assertThat(answer.body()).startsWith("anonymous true null false false null");
        assertThat(answer.headers().firstValue("Cache-Control")).isEmpty();
        assertThat(door.guard.checks()).as("nothing to look at").isZero();
    }

    @Test
    void looksAtNoCredentialsForWhatIsOpen() throws Exception {
        assertThat(get("/open", "Authorization", "Bearer forged").body()).startsWith("unasked");
        assertThat(get("/always", "Authorization", "Bearer forged").body()).startsWith("unasked");
        assertThat(door.guard.checks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"access_token=x", "a=1&access_token=x", "access_token", "access%5Ftoken=x", "a=%20&access_token"
            })
    void refusesATokenInTheQuery(String query) throws Exception {
        assertThat(get("/each?" + query).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_access_token=x", "a=access_token", "access_tokens=1", "a=access_token%3D"})
    void takesNothingElseInTheQueryForAToken(String query) throws Exception {
        assertThat(get("/each?" + query).statusCode()).isEqualTo(200);
    }

    @Test
    void answersOnlyWhatIsAlwaysOpenUntilSomebodyHasClaimedIt() throws Exception {
        door.guard.claimed(false);

        for (String path : List.of("/open", "/each", "/stock", "/nobody")) {
            HttpResponse<String> answer = get(path, "Authorization", bearer(door.guard.token("stock.read")));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("urn:subrack:problem:http:not-set-up", "open /setup");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(get("/always").statusCode()).isEqualTo(200);

        door.guard.claimed(true);

        assertThat(get("/open").statusCode()).isEqualTo(200);
        assertThat(get("/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void letsNobodyInWithoutAGuard() throws Exception {
        door.guarded = false;

        for (String path : List.of("/open", "/each", "/stock")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(get("/always").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "'6.6.6.6, 203.0.113.7', 203.0.113.7",
        "'203.0.113.7, 127.0.0.5', 203.0.113.7",
        "'203.0.113.7:4711', 203.0.113.7",
        "'[2001:db8::1]:80', 2001:db8:0:0:0:0:0:1",
        "'203.0.113.7, unknown', 127.0.0.1",
        "'localhost', 127.0.0.1",
        "'10.1', 127.0.0.1",
    })
    void believesTrustedProxies(String forwarded, String client) throws Exception {
        assertThat(get("/open", "X-Forwarded-For", forwarded, "Forwarded", "for=9.9.9.9")
                        .body())
                .endsWith(" " + client);
    }

    @Test
    void believesNobodyElse() {
        TrustedProxies none = TrustedProxies.of("", "X-Forwarded-For");
        TrustedProxies one = TrustedProxies.of("10.0.0.1, fd00::/8", "Forwarded");

        assertThat(none.client("10.0.0.1", List.of("6.6.6.6"))).isEqualTo("10.0.0.1");
        assertThat(one.client("10.0.0.2", List.of("for=6.6.6.6"))).isEqualTo("10.0.0.2");
        assertThat(one.client("10.0.0.1", List.of("for=6.6.6.6;proto=https"))).isEqualTo("6.6.6.6");
        assertThat(one.client("fd00:0:0:0:0:0:0:1", List.of("for=\"[2001:db8::2]:1\"")))
                .isEqualTo("2001:db8:0:0:0:0:0:2");
    }

    @Test
    void listsWhatCanBeCalled() {
        assertThat(door.routes.operations())
                .contains(
                        new OperationStatus("com.acme.a", "1.0.0", "*", "/always/*", Access.ALWAYS, null),
                        new OperationStatus(
                                "com.acme.a",
                                "1.0.0",
                                "*",
                                "/stock/*",
                                Access.GUARDED,
                                AccessRequirement.scopes("stock.read")));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.GuardedResources.RAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.api.AnyCaller;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.testing.TestGuard;
import io.subrack.web.rest.GuardedResources.Child;
import io.subrack.web.rest.GuardedResources.Fresh;
import io.subrack.web.rest.GuardedResources.Silent;
import io.subrack.web.rest.GuardedResources.Strict;
import io.subrack.web.rest.GuardedResources.Things;
import io.subrack.web.spi.MountHandler.Operation;
import jakarta.annotation.Priority;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call which method of a resource. */
class AccessTest {
    private final TestGuard guard = new TestGuard();
    private TestDoor door;
    private RestApplication application;

    @BeforeAll
    static void prepare() {
        JerseyApplication.prepareRuntime();
    }

    @BeforeEach
    void open() throws Exception {
        door = new TestDoor();
        door.guard = guard;
        RAN.set(0);
        host(List.of(), new Things(), new Silent(), new Child(), new Strict());
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        application.close();
    }

    private void host(List<Object> extensions, Object... resources) {
        application = new RestApplication(
                new AppModel(
                        "com.acme.things 1.0.0",
                        "/",
                        AccessTest.class.getClassLoader(),
                        Stream.of(resources)
                                .<InstanceSource>map(InstanceSource.Constant::new)
                                .toList(),
                        List.of(),
                        resources[0] instanceof Things ? List.of(Fresh.class) : List.of(),
                        extensions,
                        Map.of(),
                        new PublicPaths(Set.of("/things", "/fresh")),
                        false),
                () -> {});
        door.mount("/", application);
    }

    private HttpResponse<String> send(String method, String path, String... scopes) throws Exception {
        return door.send(method, path, null, "Authorization", guard.token(scopes));
    }

    private static String challenge(HttpResponse<?> answer) {
        return answer.headers().firstValue("WWW-Authenticate").orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /things, 401",
        "POST, /things, 401",
        "GET, /things/open, 200",
        "GET, /things/permitted, 200",
        "GET, /things/denied, 403",
        "GET, /things/me, 401",
        "GET, /things/clerks, 401",
        "GET, /things/later, 401",
        "GET, /things/stage, 401",
        "GET, /things/events, 401",
        "GET, /things/parts/1, 401",
        "GET, /things/loose, 401",
        "GET, /things/loose/open, 200",
        "GET, /things/loose/silent, 403",
        "GET, /silent, 401",
        "GET, /silent/public, 401",
        "GET, /silent/nothing, 401",
        "POST, /silent, 401",
        "GET, /nothing, 401",
        "OPTIONS, /strict, 401",
        "OPTIONS, /things, 401",
        "OPTIONS, /things/open, 200",
    })
    void answersNobody(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = door.send(method, path, method.equals("POST") ? "x" : null);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(RAN).hasValue(0);
        assertThat(challenge(answer)).isEqualTo(status == 401 ? "Bearer realm=\"subrack\"" : "");
        assertThat(answer.headers().firstValue("Allow").isPresent())
                .isEqualTo(method.equals("OPTIONS") && status == 200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /things, things.read, 200",
        "HEAD, /things, things.read, 200",
        "HEAD, /things, other, 403",
        "GET, /things, other, 403",
        "POST, /things, things.read, 403",
        "POST, /things, things.read things.write, 200",
        "GET, /things/me, '', 200",
        "GET, /things/clerks, things.read, 403",
        "GET, /things/later, things.read, 200",
        "GET, /things/later, other, 403",
        "GET, /things/events, things.read, 200",
        "GET, /things/events, other, 403",
        "GET, /things/parts/1, parts.read, 403",
        "GET, /things/parts/1, parts.see, 403",
        "GET, /things/parts/0, parts.read, 403",
        "GET, /things/parts/0, parts.see, 404",
        "GET, /things/parts/1, parts.see parts.read, 200",
        "GET, /silent, things.read, 403",
        "GET, /silent/public, things.read, 403",
        "GET, /child, parent, 200",
        "GET, /child, child.read, 403",
        "GET, /child/1, child.read, 200",
        "GET, /child/1, parent, 403",
        "PUT, /child, child.write, 200",
        "PUT, /child, parent, 403",
        "OPTIONS, /strict, other, 403",
        "OPTIONS, /strict, strict, 200",
        "OPTIONS, /things, things.read, 200",
    })
    void asksForTheScopesOfTheMethodThatIsMatched(String method, String path, String scopes, int status)
            throws Exception {
        String body = method.equals("POST") || method.equals("PUT") ? "x" : null;
        String[] all = scopes.isEmpty() ? new String[0] : scopes.split(" ");

        HttpResponse<String> answer = door.send(method, path, body, "Authorization", guard.token(all));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        HttpResponse<String> answer = send("GET", "/strict", "other");

        assertThat(challenge(answer)).contains("insufficient_scope", "scope=\"strict\"");
        assertThat(answer.body()).contains("urn:subrack:problem:http:forbidden", "urn:subrack:request:");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clerks", "standard"})
    void takesEitherKindOfRole(String path) throws Exception {
        String clerk = guard.token(TestGuard.user("ada", Set.of("things.read"), Set.of("clerk")));
        String guest = guard.token(TestGuard.user("bob", Set.of("things.read"), Set.of("guest")));
        String withoutScope = guard.token(TestGuard.user("eve", Set.of(), Set.of("clerk")));

        assertThat(door.get("/things/" + path, "Authorization", clerk).body()).isEqualTo(path);
        assertThat(door.get("/things/" + path, "Authorization", guest).statusCode())
                .isEqualTo(403);
        assertThat(door.get("/things/" + path, "Authorization", withoutScope).statusCode())
                .as("the class demands a scope")
                .isEqualTo(403);
    }

    @Test
    void tellsWhoCalls() throws Exception {
        String clerk = guard.token(TestGuard.user("ada", Set.of(), Set.of("clerk")));

        assertThat(door.get("/things/me", "Authorization", clerk).body()).isEqualTo("ada true true Bearer");
        assertThat(door.get("/things/open").body()).isEqualTo("anonymous null null");
        assertThat(door.get("/fresh", "Authorization", clerk).body()).isEqualTo("ada");
        assertThat(door.get("/fresh").body()).isEqualTo("anonymous");
    }

    /** Shall never see what is not permitted, whatever its priority. */
    @Priority(Integer.MIN_VALUE)
    public static final class Curious implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            RAN.incrementAndGet();
        }
    }

    /** Leads what is asked for elsewhere. */
    @PreMatching
    public static final class Detour implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            request.setRequestUri(URI.create("/strict"));
        }
    }

    /** Makes an answer of everything. */
    public static final class Forgiving implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable failure) {
            return Response.ok("never mind").build();
        }
    }

    @Test
    void decidesBeforeAnyFilterOfTheBundleRuns() throws Exception {
        host(List.of(new Curious()), new Strict());

        assertThat(send("GET", "/strict", "other").statusCode()).isEqualTo(403);
        assertThat(RAN).hasValue(0);
        assertThat(send("GET", "/strict", "strict").statusCode()).isEqualTo(200);
        assertThat(RAN).hasValue(1);
    }

    @Test
    void decidesByWhereAFilterHasLedTheRequest() throws Exception {
        host(List.of(new Detour()), new Things(), new Strict());

        assertThat(door.get("/things/open").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/things/open", "things.read").statusCode()).isEqualTo(403);
        assertThat(send("GET", "/things/open", "strict").body()).isEqualTo("strict");
    }

    @Test
    void letsNoMapperForgiveADenial() throws Exception {
        host(List.of(new Forgiving()), new Strict());

        assertThat(send("GET", "/strict", "other").statusCode()).isEqualTo(403);
    }

    @Path("/keeper")
    @AnyCaller
    public static class Keeper {
        @Context
        Caller caller;

        @GET
        public String me() {
            return caller.name();
        }
    }

    @Test
    void refusesToKeepACallerForAllRequests() {
        host(List.of(), new Keeper());

        assertThatThrownBy(application::warmUp)
                .hasMessageContaining("com.acme.things 1.0.0")
                .rootCause()
                .hasMessageContaining("cannot keep a caller");
    }

    @Test
    void deniesToAllWhatABundleThatDeclaresNothingHas() throws Exception {
        host(List.of(), new Quiet());

        assertThat(door.get("/quiet").statusCode()).isEqualTo(403);
        assertThat(send("GET", "/quiet", "any").statusCode()).isEqualTo(403);
    }

    @Path("/quiet")
    public static class Quiet {
        @GET
        public String quiet() {
            return "quiet";
        }
    }

    @Test
    void listsItsOperations() {
        assertThat(application.operations())
                .contains(
                        new Operation("GET", "/things", AccessRequirement.scopes("things.read")),
                        new Operation("GET", "/things/open", AccessRequirement.PUBLIC),
                        new Operation("GET", "/silent/public", AccessRequirement.UNDECLARED),
                        new Operation("PUT", "/child", AccessRequirement.scopes("child.write")),
                        new Operation("GET", "/child/{id}", AccessRequirement.scopes("child.read")))
                .doesNotContain(new Operation("OPTIONS", "/things", AccessRequirement.PUBLIC));
    }
}

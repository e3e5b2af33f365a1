/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditOutcome;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.Caller;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditResourceTest {
    private final FakeAudit audit = new FakeAudit();
    private final AuditResource resource = new AuditResource(audit, audit);

    @Test
    void asksForWhatTheParametersSay() {
        var page = resource.search(uri("from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&type=auth.login&actor=ada"
                + "&target=user:ada&outcome=failure&request=r1&after=3&before=90&order=oldest&limit=5"));

        assertThat(audit.queries)
                .containsExactly(new AuditQuery(
                        new AuditFilter(
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Instant.parse("2026-02-01T00:00:00Z"),
                                "auth.login",
                                "ada",
                                "user:ada",
                                AuditOutcome.FAILURE,
                                "r1"),
                        3,
                        90,
                        AuditQuery.Order.OLDEST,
                        5));
        assertThat(page.items()).singleElement().satisfies(item -> {
            assertThat(item.type()).isEqualTo("auth.login.succeeded");
            assertThat(item.actor().kind()).isEqualTo("user");
        });
        assertThat(page.next()).isNull();
    }

    @Test
    void saysWhereTheNextPageIs() {
        audit.cursor = 7L;

        assertThat(next("type=auth&limit=1")).containsExactlyInAnyOrder("type=auth", "limit=1", "before=7");
        assertThat(next("order=oldest&after=3")).containsExactlyInAnyOrder("order=oldest", "after=7");
    }

    private String[] next(String query) {
        var next = resource.search(uri(query)).next();
        assertThat(next).startsWith(AuditResource.BASE + "?");
        return next.substring(AuditResource.BASE.length() + 1).split("&");
    }

    @ParameterizedTest
    @CsvSource({
        "tpye=auth, tpye is not known here",
        "limit=0, limit must be a whole number from 1 to 1000",
        "limit=1001, limit must be",
        "after=-1, after must be a whole number from 0 up",
        "from=yesterday, from must be an instant",
        "outcome=maybe, 'outcome must be one of success, failure, denied'",
        "order=random, 'order must be one of newest, oldest'",
        "type=Auth, type must be",
        "actor=, actor must have 1 to 256 characters",
        "actor=a&actor=b, actor is given twice",
        "%0a=1, \\u000a is not known here",
    })
    void refusesAParameterThatIsWrong(String query, String sentence) {
        assertThatThrownBy(() -> resource.search(uri(query)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(sentence);
        assertThat(audit.queries).isEmpty();
    }

    @Test
    void copiesAndWritesDownWhoDid() throws Exception {
        var response = resource.export(uri("type=auth.login"), request());
        var copy = new ByteArrayOutputStream();
        ((StreamingOutput) response.getEntity()).write(copy);

        assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo("{}\n");
        assertThat(audit.exported).containsExactly(AuditFilter.ofType("auth.login"));
        assertThat(audit.appended).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(AuditTypes.LOG_READ);
            assertThat(event.actor()).isEqualTo(AuditActor.user("u-ada", "console"));
            assertThat(event.requestId()).isEqualTo("r9");
            assertThat(event.remoteAddress()).isEqualTo("203.0.113.9");
            assertThat(event.details()).containsEntry("query", "type=auth.login");
        });
    }

    @Test
    void verifiesAndNamesTheFirstBrokenLink() throws Exception {
        var hash = "b".repeat(64);

        var result = resource.verify(body("{\"anchors\":[{\"sequence\":3,\"hash\":\"" + hash + "\"}]}"), request());

        assertThat(audit.anchors).containsExactly(new AuditAnchor(3, hash));
        assertThat(result.intact()).isFalse();
        assertThat(result.firstBroken()).isEqualTo(result.faults().get(0));
        assertThat(audit.appended.get(0).outcome()).isEqualTo(AuditOutcome.FAILURE);
        assertThat(resource.verify(body(""), request()).records()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"anchor\":[]}",
                "{\"anchors\":[{}]}",
                "{\"anchors\":[{\"sequence\":1,\"hash\":\"x\"}]}",
                "{\"anchors\":[],\"more\":1}",
                "{"
            })
    void refusesABodyThatIsWrong(String body) {
        assertThatThrownBy(() -> resource.verify(body(body), request())).isInstanceOf(ProblemException.class);
        assertThat(audit.appended).isEmpty();
    }

    private static ByteArrayInputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static UriInfo uri(String query) {
        var uri = URI.create("http://127.0.0.1:8080" + AuditResource.BASE + "?" + query);
        var parameters = new MultivaluedHashMap<String, String>();
        for (var parameter : uri.getQuery().split("&")) {
            var parts = parameter.split("=", 2);
            parameters.add(parts[0], parts[1]);
        }
        return (UriInfo) Proxy.newProxyInstance(
                AuditResourceTest.class.getClassLoader(),
                new Class<?>[] {UriInfo.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getQueryParameters" -> parameters;
                    case "getRequestUri" -> uri;
                    case "getRequestUriBuilder" -> UriBuilder.fromUri(uri);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static HttpServletRequest request() {
        var caller = new Caller(
                Caller.Kind.USER,
                "u-ada",
                "ada",
                "console",
                Set.of("platform.audit"),
                Set.of(),
                "",
                null,
                null,
                List.of(),
                null);
        return (HttpServletRequest) Proxy.newProxyInstance(
                AuditResourceTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getUserPrincipal" -> caller;
                    case "getRemoteAddr" -> "192.0.2.1";
                    case "getAttribute" ->
                        switch (String.valueOf(arguments[0])) {
                            case RequestAttributes.REQUEST_ID -> "r9";
                            case RequestAttributes.CLIENT_ADDRESS -> "203.0.113.9";
                            default -> null;
                        };
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditProblem;
import io.subrack.auth.api.Caller;
import io.subrack.data.api.DataProblem;
import io.subrack.data.api.SchemaInfo.State;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DataResourceTest {
    private final FakeData data = new FakeData();
    private final DataResource resource = new DataResource(data, data, new DataDirectory(Path.of("/srv/subrack/data")));

    @Test
    void showsAllSchemasAndNoSizeThatNobodyKnows() throws Exception {
        data.add("notes", State.IN_USE, 4096);
        data.add("orders", State.ORPHANED, -1);

        var json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsBytes(resource.schemas(request())));

        assertThat(json).isEqualTo(new ObjectMapper().readTree("""
                        {"items": [
                          {"name": "notes", "bundle": "com.acme.notes", "state": "IN_USE", "bytes": 4096,
                           "created": "2026-11-01T12:00:00Z", "activeConnections": 1, "idleConnections": 2},
                          {"name": "orders", "bundle": "com.acme.orders", "state": "ORPHANED",
                           "created": "2026-11-01T12:00:00Z", "activeConnections": 1, "idleConnections": 2}]}
                        """));
    }

    @Test
    void writesDownADropBeforeItIsDone() {
        data.add("orders", State.ORPHANED, 0);

        assertThat(resource.drop("orders", request()).getStatus()).isEqualTo(204);

        assertThat(data.happened).containsExactly("data.schema.dropped SUCCESS", "dropped orders");
        assertThat(data.appended).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo(AuditActor.user("u-ada", "console"));
            assertThat(event.target()).isEqualTo("schema:orders");
            assertThat(event.requestId()).isEqualTo("r9");
            assertThat(event.remoteAddress()).isEqualTo("192.0.2.7");
            assertThat(event.details()).containsEntry("bundle", "com.acme.orders");
        });
    }

    @Test
    void dropsNothingThatCannotBeWrittenDown() {
        data.add("orders", State.ORPHANED, 0);
        data.logFull = true;

        assertProblem(AuditProblem.UNAVAILABLE, () -> resource.drop("orders", request()));

        assertThat(data.happened).isEmpty();
    }

    @Test
    void dropsOnlyWhatABundleLeftBehind() {
        data.add("notes", State.IN_USE, 0);
        data.add("orders", State.IDLE, 0);

        assertProblem(DataProblem.SCHEMA_IN_USE, () -> resource.drop("notes", request()));
        assertProblem(DataProblem.SCHEMA_IN_USE, () -> resource.drop("orders", request()));
        assertProblem(DataProblem.UNKNOWN_SCHEMA, () -> resource.drop("other", request()));

        assertThat(data.happened).isEmpty();
    }

    @Test
    void writesDownThatASchemaStayedAfterAll() {
        data.add("orders", State.ORPHANED, 0);
        data.failure = DataProblem.UNAVAILABLE;

        assertProblem(DataProblem.UNAVAILABLE, () -> resource.drop("orders", request()));

        assertThat(data.happened).containsExactly("data.schema.dropped SUCCESS", "data.schema.dropped FAILURE");
        assertThat(data.appended.get(1).details()).containsEntry("problem", "data:unavailable");
    }

    @Test
    void saysWhereTheBackupLiesAndWritesItDown() {
        var answer = resource.backUp(request());

        assertThat(answer.getStatus()).isEqualTo(201);
        assertThat(answer.getEntity()).isEqualTo(new Views.Backup("backup/db-1"));
        assertThat(data.happened).containsExactly("backed up", "data.backup.created SUCCESS");
        assertThat(data.appended.get(0).details()).containsEntry("path", "backup/db-1");
    }

    @Test
    void showsABackupElsewhereWhole() {
        data.backup = Path.of("/srv/subrack/data-backup/db-1");

        assertThat(resource.backUp(request()).getEntity()).isEqualTo(new Views.Backup("/srv/subrack/data-backup/db-1"));
    }

    @Test
    void writesOneBackupAtATime() {
        data.duringBackup = () -> assertProblem(WebProblem.TOO_MANY_REQUESTS, () -> resource.backUp(request()));
        resource.backUp(request());
        data.duringBackup = () -> {};
        data.failure = DataProblem.BACKUP_FAILED;
        assertProblem(DataProblem.BACKUP_FAILED, () -> resource.backUp(request()));
        data.failure = null;

        assertThat(resource.backUp(request()).getStatus()).isEqualTo(201);
    }

    private static void assertProblem(ProblemType type, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }

    private static HttpServletRequest request() {
        var caller = new Caller(
                Caller.Kind.USER,
                "u-ada",
                "ada",
                "console",
                Set.of("platform.data"),
                Set.of(),
                "",
                null,
                null,
                List.of(),
                null);
        return (HttpServletRequest) Proxy.newProxyInstance(
                DataResourceTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getUserPrincipal" -> caller;
                    case "getRemoteAddr" -> "192.0.2.1";
                    case "getRequestURI" -> DataResource.BASE;
                    case "getParameterMap" -> Map.of();
                    case "getAttribute" ->
                        switch (String.valueOf(arguments[0])) {
                            case RequestAttributes.REQUEST_ID -> "r9";
                            case RequestAttributes.CLIENT_ADDRESS -> "192.0.2.7";
                            default -> null;
                        };
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

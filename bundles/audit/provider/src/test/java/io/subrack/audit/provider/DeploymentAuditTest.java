/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditRecord;
import io.subrack.audit.api.AuditTypes;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.testing.Await;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

@Timeout(60)
class DeploymentAuditTest {
    @TempDir
    Path data;

    private final List<Deployment> history = new CopyOnWriteArrayList<>();
    private final List<Consumer<Deployment>> listeners = new CopyOnWriteArrayList<>();

    @Test
    void writesDownWhoDidWhatAndHowItEndedOnceEach() {
        try (var log = new TestLog(data)) {
            var audit = new DeploymentAudit(deployments(), log.log, log.log);
            tell(deployment("d1", Status.RUNNING));
            tell(deployment("d1", Status.COMMITTED));
            tell(deployment("d1", Status.COMMITTED));
            tell(deployment("d2", Status.RUNNING));
            tell(deployment("d2", Status.UNDONE));

            awaitTypes(log, "accepted d1", "committed d1", "accepted d2", "undone d2");
            var committed = found(log, AuditTypes.DEPLOYMENT_COMMITTED).get(0).event();
            assertThat(committed.actor()).isEqualTo(AuditActor.user("u-1", "cli"));
            assertThat(committed.requestId()).isEqualTo("request-1");
            assertThat(committed.remoteAddress()).isEqualTo("192.0.2.1");
            assertThat(committed.details())
                    .containsEntry("reason", "because")
                    .containsEntry("newSet", "8")
                    .containsEntry("author", "ada (user u-1)")
                    .containsEntry("grants.given", "com.acme.a: x")
                    .containsEntry("grants.dropped", "com.acme.a: z")
                    .containsEntry("bundle.1", "REPLACE com.acme.a from 1.0.0 to 2.0.0 sha256:" + "a".repeat(64));
            var undone = found(log, AuditTypes.DEPLOYMENT_UNDONE).get(0).event();
            assertThat(undone.details()).containsEntry("problem", "deploy:start-failed");
            audit.close();
            assertThat(listeners).isEmpty();
        }
    }

    @Test
    void catchesUpAfterARestartWithWhatACrashKeptFromTheLog() {
        try (var log = new TestLog(data)) {
            var first = new DeploymentAudit(deployments(), log.log, log.log);
            for (int i = 0; i < 30; i++) {
                tell(deployment("old" + i, Status.RUNNING));
                tell(deployment("old" + i, Status.COMMITTED));
            }
            tell(deployment("half", Status.RUNNING));
            Await.until("the records", () -> types(log).contains("accepted half"));
            first.close();
            history.set(0, deployment("half", Status.INTERRUPTED));
            history.add(0, deployment("unseen", Status.COMMITTED));
            int before = types(log).size();

            var second = new DeploymentAudit(deployments(), log.log, log.log);
            Await.until("the missing", () -> types(log).contains("committed unseen"));
            second.close();

            assertThat(types(log).subList(before, types(log).size()))
                    .containsExactly("failed half", "accepted unseen", "committed unseen");
            var third = new DeploymentAudit(deployments(), log.log, log.log);
            third.close();
            assertThat(types(log)).hasSize(before + 3);
        }
    }

    @Test
    void catchesUpWhenTheDiskHadBeenFull() {
        try (var log = new TestLog(data)) {
            var audit = new DeploymentAudit(deployments(), log.log, log.log);
            log.disk.fill();
            tell(deployment("d1", Status.RUNNING));
            tell(deployment("d1", Status.COMMITTED));
            Await.until("the failure", () -> log.log.status().unavailable().isPresent());

            log.disk.mend();

            awaitTypes(log, "accepted d1", "committed d1");
            audit.close();
        }
    }

    private void awaitTypes(TestLog log, String... expected) {
        Await.until("the records", () -> types(log).size() >= expected.length);
        assertThat(types(log)).containsExactly(expected);
    }

    /** Returns what is in the log about deployments, as {@code accepted d1}. */
    private static List<String> types(TestLog log) {
        return log.all().stream()
                .filter(record -> record.event().type().startsWith("deploy."))
                .map(record -> record.event().type().substring(7) + " "
                        + record.event().target().substring("deployment:".length()))
                .toList();
    }

    private static List<AuditRecord> found(TestLog log, String type) {
        return log.log.search(AuditQuery.newest(AuditFilter.ofType(type), 10)).records();
    }

    private void tell(Deployment deployment) {
        history.removeIf(known -> known.id().equals(deployment.id()));
        history.add(0, deployment);
        listeners.forEach(listener -> listener.accept(deployment));
    }

    private static Deployment deployment(String id, Status status) {
        boolean over = status != Status.RUNNING;
        var failure = new Failure(DeploymentProblem.START_FAILED, "no luck today");
        var change = new BundleChange(
                "com.acme.a",
                BundleChange.Action.REPLACE,
                Optional.of(new Version("1.0.0")),
                Optional.of(new Version("2.0.0")),
                Optional.of(new Sha256("a".repeat(64))),
                true,
                "");
        return new Deployment(
                id,
                new Author("ada (user u-1)", "user", "u-1", "cli", "request-1", "192.0.2.1"),
                "because",
                7,
                status,
                over ? Phase.DONE : Phase.QUEUED,
                List.of(change),
                List.of(),
                Instant.EPOCH,
                over ? Optional.of(Instant.EPOCH.plusSeconds(1)) : Optional.empty(),
                status == Status.COMMITTED ? Optional.of(8L) : Optional.empty(),
                status == Status.UNDONE ? Optional.of(failure) : Optional.empty(),
                List.of(
                        new GrantChange("com.acme.a", "x", GrantChange.Effect.GIVEN),
                        new GrantChange("com.acme.a", "y", GrantChange.Effect.KEPT),
                        new GrantChange("com.acme.a", "z", GrantChange.Effect.DROPPED)),
                List.of());
    }

    /** Knows its history and its listeners; nothing else is asked. */
    private Deployments deployments() {
        return (Deployments) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Deployments.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "history" -> List.copyOf(history);
                    case "subscribe" -> {
                        @SuppressWarnings("unchecked")
                        var listener = (Consumer<Deployment>) arguments[0];
                        listeners.add(listener);
                        yield (Deployments.Subscription) () -> listeners.remove(listener);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}

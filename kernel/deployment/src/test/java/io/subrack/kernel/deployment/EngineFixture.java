/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Sha256;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** An engine over real stores, a real planner and a real framework. */
final class EngineFixture implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final Path data;
    final TestFramework framework;
    final FileArtifacts artifacts;
    final FileDeploymentStore store;
    final FakeParticipant participant = new FakeParticipant();
    final DeploymentEngine engine;

    EngineFixture(Path data) {
        this(data, settings(Duration.ZERO, 16));
    }

    EngineFixture(Path data, EngineSettings settings) {
        this.data = data;
        this.framework = new TestFramework(data, Map.of()).withComponents();
        this.artifacts = new FileArtifacts(data.resolve("artifacts"), ArtifactLimits.DEFAULTS);
        this.store = new FileDeploymentStore(data.resolve("deployments"));
        this.engine = new DeploymentEngine(
                framework.context(),
                settings,
                artifacts,
                store,
                new ResolvingPlanner(artifacts, store, Clock.systemUTC()));
        engine.participants(List.of(participant));
    }

    /** For tests in which nothing but a fault reaches a deadline. */
    static EngineSettings settings(Duration watch, int queue) {
        return settings(PATIENCE, watch, queue);
    }

    /** For tests that wait for deadlines. */
    static EngineSettings hasty(Duration watch) {
        return settings(Duration.ofMillis(1500), watch, 16);
    }

    private static EngineSettings settings(Duration patience, Duration watch, int queue) {
        return new EngineSettings(
                patience,
                patience,
                patience,
                patience,
                watch,
                Duration.ofSeconds(2),
                Duration.ofMillis(100),
                queue,
                10);
    }

    EngineFixture booted() {
        engine.bootCurrentSet();
        return this;
    }

    Sha256 artifact(TestJar jar) {
        return engine.store(jar.stream()).digest();
    }

    Plan plan(Change... changes) {
        return engine.plan(new DeploymentRequest("ada", "a test", List.of(changes)));
    }

    /** Applies with a yes and waits for the end, retiring included. */
    Deployment apply(Change... changes) {
        return finish(engine.apply(plan(changes).id(), true));
    }

    Deployment deploy(TestJar... jars) {
        Change[] changes = new Change[jars.length];
        for (int i = 0; i < jars.length; i++) {
            changes[i] = new Change.Deploy(artifact(jars[i]));
        }
        return apply(changes);
    }

    Deployment deployed(TestJar... jars) {
        Deployment deployment = deploy(jars);
        assertThat(deployment.failure()).isEmpty();
        assertThat(deployment.status()).isEqualTo(Deployment.Status.COMMITTED);
        return deployment;
    }

    Deployment finish(Deployment deployment) {
        return eventually(() -> engine.deployment(deployment.id())
                .filter(now -> now.ended().isPresent())
                .filter(now -> !engine.history(50).isEmpty())
                .orElse(null));
    }

    /** Waits until {@code condition} gives something, and gives it. */
    static <T> T eventually(Callable<T> condition) {
        long end = System.nanoTime() + LONG.toNanos();
        try {
            while (true) {
                T found = condition.call();
                if (found != null && !Boolean.FALSE.equals(found)) {
                    return found;
                }
                if (System.nanoTime() > end) {
                    throw new AssertionError("it did not happen within " + LONG);
                }
                Thread.sleep(5);
            }
        } catch (AssertionError | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Returns what the services of a type say, sorted. */
    List<String> say() {
        try {
            var references = framework.context().getServiceReferences(Supplier.class, null);
            return references.stream()
                    .map((ServiceReference<?> reference) ->
                            String.valueOf(((Supplier<?>) framework.context().getService(reference)).get()))
                    .sorted()
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        engine.deactivate();
        framework.close();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.deployment.bundles.Greeting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A deploy folder that is watched, before an engine of its own. */
final class FolderFixture implements AutoCloseable {
    final Path data;
    final Path deploy;

    /** The engine; a test that ends it puts another one here. */
    EngineFixture fixture;

    private DeployFolder folder;

    FolderFixture(Path data, Path deploy) {
        this.data = data;
        this.deploy = deploy;
        fixture = new EngineFixture(data).booted();
        open();
    }

    @Override
    public void close() {
        shut();
        fixture.close();
    }

    /** Begins to watch; must not watch already. */
    void open() {
        open(GrantDecision.none());
    }

    void open(GrantDecision grants) {
        open(grants, fixture.engine);
    }

    void open(GrantDecision grants, FolderHost host) {
        folder = new DeployFolder(
                deploy,
                data.resolve("deploy-folder.json"),
                Duration.ofMillis(20),
                grants,
                fixture.engine,
                fixture.engine,
                host);
        folder.activate();
    }

    void shut() {
        folder.deactivate();
    }

    static TestJar greeter(String version) {
        return TestJar.bundle("com.acme.greeter", version).activator(Greeting.class);
    }

    void drop(String name, TestJar jar) throws IOException {
        Files.write(deploy.resolve(name), jar.bytes());
    }

    /** Waits until just these bundles are there, and nothing is being done to them. */
    void awaitInstances(String... instances) {
        EngineFixture.eventually(() -> fixture.framework.instances().equals(List.of(instances))
                && fixture.engine.history(1).stream()
                        .allMatch(last -> last.ended().isPresent()));
    }

    /** Waits for the report of a file. */
    String report(String name) {
        Path file = deploy.resolve(name + ".report.txt");
        return EngineFixture.eventually(
                () -> Files.exists(file) && Files.size(file) > 0 ? Files.readString(file) : null);
    }
}

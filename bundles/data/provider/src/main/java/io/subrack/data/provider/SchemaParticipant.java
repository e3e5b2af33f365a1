/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.api.DataSources;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Tells which schemas artifacts want, and has migrations applied before a new version serves. */
@Component(service = DeploymentParticipant.class)
public final class SchemaParticipant implements DeploymentParticipant {
    private final DataDoor door;
    private final ExecutorService pool;

    @Activate
    public SchemaParticipant(@Reference DataDoor door) {
        this.door = door;
        this.pool = new ThreadPoolExecutor(
                0,
                8,
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Pools.threads("subrack-data-migrations"),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    @Deactivate
    void close() {
        pool.shutdown();
    }

    @Override
    public String name() {
        return "data layer";
    }

    @Override
    public List<Contribution> describe(ArtifactContent artifact) {
        Optional<DataRequest> request = DataRequest.of(
                artifact.info().symbolicName(), artifact.info().headers().get(DataSources.HEADER));
        if (request.isEmpty()) {
            return List.of();
        }
        Scripts.names(artifact.names(), request.get().migrations()).forEach(name -> new Script(name, ""));
        return List.of(contribution(request.get()));
    }

    static Contribution contribution(DataRequest request) {
        return new Contribution(DataSources.CONTRIBUTION, request.schema().value());
    }

    /** Versions share their schema: a migration must let the version before it work on. */
    @Override
    public Optional<String> exclusive(Bundle live) {
        return Optional.empty();
    }

    @Override
    public void expect(List<SetEntry> entries) {}

    @Override
    public Participation join(Transition transition) {
        return new SchemaParticipation(door, transition, pool);
    }
}

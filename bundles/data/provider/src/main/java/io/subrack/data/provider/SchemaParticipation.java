/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.spi.Transition.Move;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;

/** One deployment's migrations: they run aside while the engine asks whether they are over. */
final class SchemaParticipation implements Participation {
    private static final long GLANCE_MILLIS = 500;

    private final DataDoor door;
    private final Transition transition;
    private final Executor executor;
    private final Map<Bundle, FutureTask<Boolean>> running = new HashMap<>();

    SchemaParticipation(DataDoor door, Transition transition, Executor executor) {
        this.door = door;
        this.transition = transition;
        this.executor = executor;
    }

    @Override
    public List<String> awaiting() {
        List<String> missing = new ArrayList<>();
        for (Move move : transition.moves()) {
            Bundle fresh = move.fresh();
            if (fresh != null && fresh.getState() == Bundle.ACTIVE) {
                door.of(fresh).flatMap(database -> missing(fresh, database)).ifPresent(missing::add);
            }
        }
        return missing;
    }

    private Optional<String> missing(Bundle fresh, BundleDatabase database) {
        FutureTask<Boolean> task = running.computeIfAbsent(fresh, unused -> begin(database));
        try {
            task.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of(
                    "The migrations of " + fresh.getSymbolicName() + " " + fresh.getVersion() + " are still running.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLTransientConnectionException later) {
                running.remove(fresh);
                return Optional.of(later.getMessage() + ".");
            }
            throw new IllegalStateException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Interrupted while migrations were running.");
        }
    }

    private FutureTask<Boolean> begin(BundleDatabase database) {
        var task = new FutureTask<>(() -> {
            makeReady(database);
            return true;
        });
        executor.execute(task);
        return task;
    }

    private static void makeReady(BundleDatabase database) throws SQLException {
        database.makeReady();
    }

    @Override
    public List<Contribution> contributions(Bundle fresh) {
        return DataDoor.request(fresh)
                .map(SchemaParticipant::contribution)
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public void hold(Bundle retiring) {}

    @Override
    public void switchOver() {}

    @Override
    public Optional<String> breach() {
        return Optional.empty();
    }

    @Override
    public void committed() {}

    @Override
    public int drain(Bundle retiring, Duration deadline) {
        return 0;
    }

    /** A migration stays: the version before it is made to live with it. */
    @Override
    public void undo() {}

    @Override
    public void close() {
        running.clear();
    }
}

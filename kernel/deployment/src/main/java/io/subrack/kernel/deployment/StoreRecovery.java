/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the files of a store that was left at any instant back to one state: that of the current set. */
final class StoreRecovery {
    private static final Logger log = LoggerFactory.getLogger(StoreRecovery.class);

    private final StoreFiles files;
    private final Instant now;

    StoreRecovery(StoreFiles files, Instant now) {
        this.files = files;
        this.now = now;
    }

    /** Returns the current set, after everything that contradicts it is gone. */
    DeploymentSet recover() throws IOException {
        OptionalLong number = files.readPointer();
        if (number.isEmpty()) {
            return firstSet();
        }
        DeploymentSet current = files.readSet(number.getAsLong());
        for (long other : files.setNumbers()) {
            if (other > current.number()) {
                files.deleteSet(other); // written by a deployment that did not come to make it current
            }
        }
        for (Path intent : files.intents()) {
            recoverIntent(intent, current);
        }
        return current;
    }

    private DeploymentSet firstSet() throws IOException {
        if (files.setNumbers().stream().anyMatch(number -> number > 0)) {
            throw new DeploymentException(
                    DeploymentProblem.STORE_FAILED,
                    "There are deployment sets in " + files.root() + " but no file 'current' that says which is live."
                            + " Restore it from a backup, or write {\"format\": 1, \"set\": 12} into it with the right"
                            + " number.");
        }
        DeploymentSet empty = new DeploymentSet(0, now, "subrack", "first start", "", List.of());
        files.writeSet(empty, Optional.empty());
        files.writePointer(0);
        return empty;
    }

    private void recoverIntent(Path file, DeploymentSet current) throws IOException {
        Deployment intent;
        try {
            intent = files.readDeployment(file);
        } catch (DeploymentException e) {
            log.warn("{} It is put aside.", e.getMessage());
            files.setAside(file);
            return;
        }
        if (files.readHistory(intent.id()).isEmpty()) {
            Deployment outcome = committed(intent, current).orElseGet(() -> interrupted(intent, current));
            files.writeHistory(outcome);
            log.info("Deployment {} is {}: the platform was ended before it was done", outcome.id(), outcome.status());
        }
        files.deleteIntent(intent.id());
    }

    private Optional<Deployment> committed(Deployment intent, DeploymentSet current) {
        for (long number = current.number(); number > intent.baseSet() && files.hasSet(number); number--) {
            if (files.readSet(number).deployment().equals(intent.id())) {
                long made = number;
                Deployment maker = files.readMaker(made).orElse(intent);
                return Optional.of(ended(maker, Deployment.Status.COMMITTED, Optional.of(made), Optional.empty()));
            }
        }
        return Optional.empty();
    }

    private Deployment interrupted(Deployment intent, DeploymentSet current) {
        String sentence = "The platform was ended while this deployment was under way; set " + current.number()
                + " is live, and nothing of the deployment is left. Deploy again if it is still wanted.";
        Failure failure = new Failure(DeploymentProblem.INTERRUPTED, sentence);
        return ended(intent, Deployment.Status.INTERRUPTED, Optional.empty(), Optional.of(failure));
    }

    private Deployment ended(
            Deployment it, Deployment.Status status, Optional<Long> newSet, Optional<Failure> failure) {
        return new Deployment(
                it.id(),
                it.by(),
                it.reason(),
                it.baseSet(),
                status,
                Phase.DONE,
                it.bundles(),
                it.steps(),
                it.started(),
                Optional.of(it.ended().orElse(now)),
                newSet,
                failure,
                it.grants(),
                it.warnings());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentSet;
import java.util.List;
import java.util.Optional;

/**
 * The state of record. Whatever a method has written is on disk when it returns. Nothing above this interface may assume
 * one node or a local path. Thread-safe. Fails with {@code DeploymentException(STORE_FAILED)}.
 */
interface DeploymentStore {
    DeploymentSet current();

    Optional<DeploymentSet> set(long number);

    /** Returns the newest sets first. */
    List<DeploymentSet> sets(int limit);

    /** Writes the intent of a deployment that was accepted. */
    void begin(Deployment accepted);

    /**
     * Writes the set and makes it current: the one instant at which set N becomes set N+1.
     *
     * @throws IllegalStateException if {@code next} is not the successor of the current set
     */
    void commit(DeploymentSet next, Deployment committed);

    /** Writes how a deployment ended and takes its intent away. */
    void end(Deployment ended);

    Optional<Deployment> deployment(String id);

    /** Returns the newest deployments first. */
    List<Deployment> history(int limit);
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Contribution;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.Bundle;

/**
 * One participant's part in one deployment. The order is: {@link #awaiting()} until it is empty, {@link #hold} and
 * {@link #drain} for each exclusive bundle, {@link #switchOver()}, {@link #breach()} while the new bundles are watched,
 * then {@link #committed()}, {@link #drain} for each retiring bundle, {@link #close()}; or {@link #undo()} and
 * {@link #close()} at any point before {@code committed}.
 */
@ConsumerType
public interface Participation {
    /** Prepares what can be prepared and returns what is still missing of the new bundles, as sentences. */
    List<String> awaiting();

    /** Holds new work for a bundle instead of giving it to {@code retiring}; what runs goes on. */
    void hold(Bundle retiring);

    /** Makes the new bundles live in one step. Must not fail: what could fail belongs into {@link #awaiting()}. */
    void switchOver();

    /** Returns why the new bundles must not stay, as a sentence, or empty while all is well. */
    Optional<String> breach();

    /** Returns what a live new bundle contributes; kept in the set. */
    List<Contribution> contributions(Bundle fresh);

    /** The set is on disk: there is no way back. */
    void committed();

    /**
     * Waits until no work of {@code retiring} is running.
     *
     * @return how many pieces of work were still running at the deadline; 0 is good
     */
    int drain(Bundle retiring, Duration deadline) throws InterruptedException;

    /** Puts the old bundles back, in one step, whatever was done so far. Must not fail. */
    void undo();

    /** Forgets the deployment. */
    void close();
}

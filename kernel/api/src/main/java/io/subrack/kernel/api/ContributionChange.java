/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.List;

/**
 * An endpoint, route or service that a deployment makes appear or disappear.
 *
 * @param bundle symbolic name of the bundle that offers it
 * @param contribution what is offered
 * @param effect whether it comes, goes, or stays while the bundle behind it is exchanged
 * @param consumers symbolic names of the bundles known to use it, sorted; empty where nobody can know (HTTP clients)
 */
public record ContributionChange(String bundle, Contribution contribution, Effect effect, List<String> consumers) {
    public ContributionChange {
        consumers = List.copyOf(consumers);
    }

    /** What happens to the contribution. */
    public enum Effect {
        APPEARS,
        DISAPPEARS,
        CARRIES_ON
    }
}

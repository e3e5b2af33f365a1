/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.spi.DeploymentParticipant;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * What a plan is computed against.
 *
 * @param set the current set
 * @param bundles the installed instance of each bundle of the set, by symbolic name; one that could not be installed is
 *     missing
 * @param context of the engine's own bundle; every other installed bundle belongs to the platform, or is retiring
 * @param participants who describes contributions
 */
record Live(
        DeploymentSet set,
        Map<String, Bundle> bundles,
        BundleContext context,
        List<DeploymentParticipant> participants) {
    Live {
        bundles = Map.copyOf(bundles);
        participants = List.copyOf(participants);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Plan;
import java.util.List;

/** Says how far a plan reaches beyond what was asked for. */
final class Reach {
    private Reach() {}

    /** Returns why the plan needs a yes. */
    static String sentence(Plan plan) {
        List<String> reached = plan.bundles().stream()
                .filter(change -> change.action() == BundleChange.Action.REWIRE)
                .map(change -> change.symbolicName() + (change.why().isBlank() ? "" : " (" + change.why() + ")"))
                .toList();
        return "Plan " + plan.id() + " reaches bundles that were not named: " + String.join(", ", reached)
                + "; look at the plan and apply it with a yes.";
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.GrantChange.Effect;
import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.api.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A plan after the admin's decision on what it asks for. */
final class Approved {
    private Approved() {}

    /**
     * Returns the plan with what is granted as given, and with a warning for each bundle that asked in vain.
     *
     * @throws DeploymentException {@link DeploymentProblem#REQUEST_INVALID} if the decision names what the plan does not
     *     ask for
     */
    static Plan plan(Plan plan, GrantDecision decision) {
        check(plan, decision);
        List<GrantChange> grants = new ArrayList<>();
        Map<String, List<String>> refused = new TreeMap<>();
        for (GrantChange change : plan.grants()) {
            boolean asked = change.effect() == Effect.ASKED_NEW;
            if (asked && grants(decision, change)) {
                grants.add(new GrantChange(change.bundle(), change.scope(), Effect.GIVEN));
            } else {
                grants.add(change);
                if (asked) {
                    refused.computeIfAbsent(change.bundle(), any -> new ArrayList<>())
                            .add(change.scope());
                }
            }
        }
        List<String> warnings = new ArrayList<>(plan.warnings());
        refused.forEach((bundle, scopes) -> warnings.add(bundle + " asks for " + String.join(", ", scopes)
                + ", which is not granted: what it does with that is refused. Grant it when it shall."));
        return new Plan(
                plan.id(),
                plan.created(),
                plan.baseSet(),
                plan.request(),
                plan.bundles(),
                plan.wiring(),
                plan.leavesRequest(),
                plan.contributions(),
                grants,
                plan.interruption(),
                plan.faults(),
                warnings);
    }

    private static boolean grants(GrantDecision decision, GrantChange change) {
        if (decision instanceof GrantDecision.Named named) {
            Set<String> scopes = named.scopes().get(change.bundle());
            return scopes != null && scopes.contains(change.scope());
        }
        return decision instanceof GrantDecision.AllAsked;
    }

    /** Naming what is granted already is no error: it stays granted. */
    private static void check(Plan plan, GrantDecision decision) {
        if (!(decision instanceof GrantDecision.Named named)) {
            return;
        }
        named.scopes().forEach((bundle, scopes) -> {
            Set<String> never = new TreeSet<>(scopes);
            plan.grants().stream()
                    .filter(change -> change.bundle().equals(bundle) && change.effect() != Effect.DROPPED)
                    .forEach(change -> never.remove(change.scope()));
            if (!never.isEmpty()) {
                throw new DeploymentException(
                        DeploymentProblem.REQUEST_INVALID,
                        "Plan " + plan.id() + " does not ask for " + Refusal.quoted(String.join(", ", never)) + " for "
                                + Refusal.quoted(bundle) + ". Name only what stands among its grants as ASKED_NEW.");
            }
        });
    }
}

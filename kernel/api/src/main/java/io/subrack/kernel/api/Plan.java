/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.time.Instant;
import java.util.List;

/**
 * A deployment computed and shown, not yet done.
 *
 * @param id stable; 128 random bits in hexadecimal
 * @param created when it was computed
 * @param baseSet the set it starts from; it is stale once another set is current
 * @param request what was asked for
 * @param bundles what happens to which bundle, the refresh closure included, sorted by symbolic name
 * @param wiring what each new or rewired bundle will be wired to
 * @param leavesRequest whether the refresh closure reaches bundles that the request does not name; such a plan needs a
 *     yes
 * @param contributions endpoints, routes and services that appear, disappear or carry on
 * @param grants the scopes that the touched bundles have, get, lose or ask for, sorted by bundle and scope
 * @param interruption what callers will notice at the worst
 * @param faults why it cannot be applied; empty if it can
 * @param warnings what an admin should know, as sentences
 */
public record Plan(
        String id,
        Instant created,
        long baseSet,
        DeploymentRequest request,
        List<BundleChange> bundles,
        List<Wiring> wiring,
        boolean leavesRequest,
        List<ContributionChange> contributions,
        List<GrantChange> grants,
        Interruption interruption,
        List<PlanFault> faults,
        List<String> warnings) {
    public Plan {
        bundles = List.copyOf(bundles);
        wiring = List.copyOf(wiring);
        contributions = List.copyOf(contributions);
        grants = List.copyOf(grants);
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    /** Says whether the plan can be applied at all. */
    public boolean applicable() {
        return faults.isEmpty();
    }

    /** The worst that a caller of a touched bundle will notice. */
    public enum Interruption {
        /** Nothing: old and new run beside each other. */
        NONE,
        /** Requests to some bundles wait while the old version stops and the new one starts. */
        HELD,
        /** Some routes answer 503 or 404 afterwards, because a bundle is stopped or removed. */
        UNAVAILABLE
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.inspection.spi.Inspector;
import io.subrack.inspection.spi.Why;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.ContributionChange;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.Wiring;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan in JSON. */
record PlanView(
        String id,
        String created,
        long baseSet,
        String author,
        String reason,
        List<ChangeView> changes,
        boolean applicable,
        boolean needsYes,
        String interruption,
        List<BundleChangeView> bundles,
        List<Wiring> wiring,
        List<Offer> contributions,
        List<GrantView> grants,
        List<FaultView> faults,
        List<String> warnings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Why why) {
    static PlanView of(Plan plan, Inspector inspector) {
        return new PlanView(
                plan.id(),
                plan.created().toString(),
                plan.baseSet(),
                plan.request().author(),
                plan.request().reason(),
                plan.request().changes().stream().map(ChangeView::of).toList(),
                plan.applicable(),
                plan.leavesRequest(),
                plan.interruption().name(),
                BundleChangeView.of(plan.bundles()),
                plan.wiring(),
                plan.contributions().stream().map(Offer::of).toList(),
                plan.grants().stream().map(GrantView::of).toList(),
                plan.faults().stream().map(FaultView::of).toList(),
                plan.warnings(),
                inspector.why(plan).orElse(null));
    }

    /** What was asked for, in the words of the request. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangeView(
            String action,
            @Nullable String artifact,
            @Nullable String bundle,
            @Nullable Set<String> scopes,
            @Nullable Long set) {
        private static ChangeView ofArtifact(String action, Sha256 artifact) {
            return new ChangeView(action, artifact.hex(), null, null, null);
        }

        private static ChangeView ofBundle(String action, String bundle) {
            return new ChangeView(action, null, bundle, null, null);
        }

        static ChangeView of(Change change) {
            if (change instanceof Change.Install install) {
                return ofArtifact("install", install.artifact());
            } else if (change instanceof Change.Update update) {
                return ofArtifact("update", update.artifact());
            } else if (change instanceof Change.Deploy deploy) {
                return ofArtifact("deploy", deploy.artifact());
            } else if (change instanceof Change.Start start) {
                return ofBundle("start", start.symbolicName());
            } else if (change instanceof Change.Stop stop) {
                return ofBundle("stop", stop.symbolicName());
            } else if (change instanceof Change.Uninstall uninstall) {
                return ofBundle("uninstall", uninstall.symbolicName());
            } else if (change instanceof Change.Grant grant) {
                return new ChangeView("grant", null, grant.symbolicName(), grant.scopes(), null);
            } else if (change instanceof Change.RollBack rollBack) {
                return new ChangeView("rollBack", null, null, null, rollBack.set());
            }
            throw new IllegalStateException("unknown change: " + change);
        }
    }

    /** What comes, goes or carries on. */
    record Offer(String bundle, String kind, String id, String effect, List<String> consumers) {
        static Offer of(ContributionChange change) {
            return new Offer(
                    change.bundle(),
                    change.contribution().kind(),
                    change.contribution().id(),
                    change.effect().name(),
                    change.consumers());
        }
    }

    /** What happens to one right of one bundle. */
    record GrantView(String bundle, String scope, String effect) {
        static GrantView of(GrantChange change) {
            return new GrantView(
                    change.bundle(), change.scope(), change.effect().name());
        }
    }

    /** Why the plan cannot be applied. */
    record FaultView(String kind, String bundle, String sentence) {
        static FaultView of(PlanFault fault) {
            return new FaultView(fault.kind().name(), fault.bundle(), fault.sentence());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the artifacts that a plan brings in judged by those whose task that is. */
final class ArtifactPolicies {
    private static final Logger log = LoggerFactory.getLogger(ArtifactPolicies.class);

    private final Supplier<List<ArtifactPolicy>> policies;
    private final Function<Sha256, Optional<ArtifactInfo>> artifacts;

    ArtifactPolicies(Supplier<List<ArtifactPolicy>> policies, Function<Sha256, Optional<ArtifactInfo>> artifacts) {
        this.policies = policies;
        this.artifacts = artifacts;
    }

    /** Returns the plan with what there is to say of artifacts that the current set does not have. */
    Plan judge(Plan plan, DeploymentSet current) {
        List<ArtifactPolicy> judges = policies.get();
        if (judges.isEmpty()) {
            return plan;
        }
        Set<Sha256> live = current.bundles().stream().map(SetEntry::artifact).collect(Collectors.toSet());
        List<PlanFault> faults = new ArrayList<>(plan.faults());
        List<String> warnings = new ArrayList<>(plan.warnings());
        plan.bundles().stream()
                .flatMap(change -> change.artifact().stream())
                .filter(artifact -> !live.contains(artifact))
                .distinct()
                .flatMap(artifact -> artifacts.apply(artifact).stream())
                .forEach(info -> judges.forEach(judge -> add(judge, info, faults, warnings)));
        return new Plan(
                plan.id(),
                plan.created(),
                plan.baseSet(),
                plan.request(),
                plan.bundles(),
                plan.wiring(),
                plan.leavesRequest(),
                plan.contributions(),
                plan.grants(),
                plan.interruption(),
                faults,
                warnings);
    }

    private static void add(ArtifactPolicy judge, ArtifactInfo info, List<PlanFault> faults, List<String> warnings) {
        try {
            ArtifactPolicy.Verdict verdict = judge.judge(info);
            verdict.refusal()
                    .ifPresent(sentence ->
                            faults.add(new PlanFault(PlanFault.Kind.UNTRUSTED, info.symbolicName(), sentence)));
            verdict.warning().ifPresent(warnings::add);
        } catch (RuntimeException e) { // another's code; what nobody could judge does not get in
            log.error("{} {} could not be judged", info.symbolicName(), info.version(), e);
            faults.add(new PlanFault(
                    PlanFault.Kind.UNTRUSTED,
                    info.symbolicName(),
                    info.symbolicName() + " " + info.version() + " could not be judged: " + e.getMessage()
                            + ". The log says more; make a new plan when that is mended."));
        }
    }
}

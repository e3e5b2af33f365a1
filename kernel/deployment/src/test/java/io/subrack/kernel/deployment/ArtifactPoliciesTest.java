/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.ArtifactPolicy;
import io.subrack.kernel.spi.ArtifactPolicy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class ArtifactPoliciesTest {
    private static final Sha256 LIVE = new Sha256("a".repeat(64));
    private static final Sha256 NEW = new Sha256("b".repeat(64));

    private final List<Sha256> asked = new ArrayList<>();

    private Plan judged(ArtifactPolicy policy) {
        var changes = List.of(change("com.acme.live", LIVE), change("com.acme.text", NEW));
        var plan = new Plan(
                "1",
                Instant.EPOCH,
                1,
                new DeploymentRequest("ada", "", List.of(new Change.Deploy(NEW))),
                changes,
                List.of(),
                false,
                List.of(),
                List.of(),
                Plan.Interruption.NONE,
                List.of(),
                List.of());
        var live = new SetEntry("com.acme.live", new Version(1, 0, 0), LIVE, StartState.STARTED, List.of());
        return new ArtifactPolicies(
                        () -> List.of(policy),
                        digest -> Optional.of(
                                new ArtifactInfo(digest, "com.acme.text", new Version(1, 0, 0), 1, Map.of())))
                .judge(plan, new DeploymentSet(1, Instant.EPOCH, "ada", "", "", List.of(live)));
    }

    private static BundleChange change(String name, Sha256 artifact) {
        return new BundleChange(
                name,
                BundleChange.Action.ADD,
                Optional.empty(),
                Optional.of(new Version(1, 0, 0)),
                Optional.of(artifact),
                true,
                "");
    }

    private ArtifactPolicy saying(Optional<String> refusal, Optional<String> warning) {
        return artifact -> {
            asked.add(artifact.digest());
            return new Verdict("unsigned", Optional.empty(), refusal, warning);
        };
    }

    @Test
    void aRefusalIsAFaultOfThePlan() {
        var plan = judged(saying(Optional.of("com.acme.text is not signed."), Optional.empty()));

        assertThat(plan.faults())
                .containsExactly(
                        new PlanFault(PlanFault.Kind.UNTRUSTED, "com.acme.text", "com.acme.text is not signed."));
        assertThat(asked).containsExactly(NEW);
    }

    @Test
    void aWarningLeavesThePlanApplicable() {
        var plan = judged(saying(Optional.empty(), Optional.of("com.acme.text is not signed.")));

        assertThat(plan.applicable()).isTrue();
        assertThat(plan.warnings()).containsExactly("com.acme.text is not signed.");
    }

    @Test
    void whatNobodyCouldJudgeDoesNotGetIn() {
        var plan = judged(artifact -> {
            throw new IllegalStateException("disk is full");
        });

        assertThat(plan.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(PlanFault.Kind.UNTRUSTED);
            assertThat(fault.sentence()).contains("disk is full");
        });
    }
}

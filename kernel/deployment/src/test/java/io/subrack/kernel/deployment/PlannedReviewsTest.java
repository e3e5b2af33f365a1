/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Review;
import io.subrack.kernel.spi.Transition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** What participants say of artifacts that are new. */
final class PlannedReviewsTest extends PlanningTest {
    private static final BundleJar BAD = bundle("com.acme.pages", "1.0.0").entry("bad", "Mend the page.");
    private static final BundleJar TOLD = bundle("com.acme.pages", "1.1.0").entry("told", "It has pages.");

    @BeforeEach
    void addReviewer() {
        host.participants.add(new Reviewer());
    }

    @Test
    void refusesAPlanWithTheSentenceOfAParticipant() {
        Plan plan = host.deploy(BAD);

        assertThat(plan.applicable()).isFalse();
        assertThat(plan.faults())
                .containsExactly(new PlanFault(PlanFault.Kind.INVALID, "com.acme.pages", "Mend the page."));
    }

    @Test
    void tellsWhatAnAdminShouldKnow() {
        Plan plan = host.deploy(TOLD);

        assertThat(plan.applicable()).isTrue();
        assertThat(plan.warnings()).containsExactly("It has pages.");
    }

    @Test
    void letsWhatIsLiveAlreadyBeStartedAgainAndRemoved() throws Exception {
        host.live(BAD);

        assertThat(host.plan(new Change.Uninstall("com.acme.pages")).applicable())
                .isTrue();
        host.stopped("com.acme.pages");
        assertThat(host.plan(new Change.Start("com.acme.pages")).applicable()).isTrue();
    }

    private static final class Reviewer implements DeploymentParticipant {
        @Override
        public String name() {
            return "reviewer";
        }

        @Override
        public List<Contribution> describe(ArtifactContent artifact) {
            return List.of();
        }

        @Override
        public Review review(ArtifactContent artifact) {
            return new Review(sentences(artifact, "bad"), sentences(artifact, "told"));
        }

        private static List<String> sentences(ArtifactContent artifact, String entry) {
            return artifact.read(entry).map(String::new).stream().toList();
        }

        @Override
        public Optional<String> exclusive(Bundle live) {
            return Optional.empty();
        }

        @Override
        public void expect(List<SetEntry> entries) {}

        @Override
        public Participation join(Transition transition) {
            throw new UnsupportedOperationException("a plan changes nothing");
        }
    }
}

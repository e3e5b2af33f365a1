/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.Deployment.Status;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.osgi.framework.Version;

/** Sets and deployments as an engine would hand them to the store. */
final class StoredSamples {
    static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private StoredSamples() {}

    static DeploymentSet set(long number, String deployment) {
        SetEntry entry = new SetEntry(
                "com.acme.notes",
                new Version(1, 0, (int) number),
                new Sha256(String.format("%064x", number)),
                StartState.STARTED,
                List.of(new Contribution(Contribution.ROUTE, "/notes")),
                new TreeSet<>(List.of("text.read", "notes.write")));
        return new DeploymentSet(
                number,
                START.plusSeconds(number),
                "ada",
                "because \"it\" matters",
                deployment,
                List.of(entry),
                40 + number);
    }

    static Deployment accepted(String id, long baseSet) {
        return deployment(id, baseSet, Status.RUNNING, Optional.empty(), Optional.empty());
    }

    static Deployment committed(String id, long baseSet) {
        return deployment(id, baseSet, Status.COMMITTED, Optional.of(baseSet + 1), Optional.empty());
    }

    static Deployment undone(String id, long baseSet) {
        Failure failure = new Failure(
                DeploymentProblem.PROBE_FAILED,
                "It does not work. Mend it.",
                List.of(new Cause(
                        Cause.Kind.SERVICE_MISSING, "com.acme.a", "com.acme.Stock", "", "(a=b)", "It is missing.")));
        return deployment(id, baseSet, Status.UNDONE, Optional.empty(), Optional.of(failure));
    }

    private static Deployment deployment(
            String id, long baseSet, Status status, Optional<Long> newSet, Optional<Failure> failure) {
        boolean running = status == Status.RUNNING;
        BundleChange change = new BundleChange(
                "com.acme.notes",
                BundleChange.Action.REPLACE,
                Optional.of(new Version("1.0.0")),
                Optional.of(new Version("1.1.0")),
                Optional.of(new Sha256("ab".repeat(32))),
                true,
                "why not");
        Instant started = START.plusSeconds(baseSet);
        return new Deployment(
                id,
                new Author("ada", "user", "u-ada", "cli", "request-1", "192.0.2.1"),
                "",
                baseSet,
                status,
                running ? Phase.QUEUED : Phase.DONE,
                List.of(change),
                running ? List.of() : List.of(new Deployment.Step(started, Phase.SWITCH, "switched over")),
                started,
                running ? Optional.empty() : Optional.of(started.plusMillis(60)),
                newSet,
                failure,
                List.of(new GrantChange("com.acme.notes", "text.read", GrantChange.Effect.GIVEN)),
                running ? List.of() : List.of("a warning"));
    }
}

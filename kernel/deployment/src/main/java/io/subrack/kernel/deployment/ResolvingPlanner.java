/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * Computes plans with the resolver that the framework uses too: what stays keeps its wires, what is new is wired from
 * its manifest. A bundle that is stopped provides nothing. Thread-safe.
 */
final class ResolvingPlanner implements Planner {
    private static final int ID_BYTES = 16;

    private final Artifacts artifacts;
    private final ArtifactContents contents;
    private final LongFunction<Optional<DeploymentSet>> sets;
    private final Clock clock;
    private final Descriptions descriptions;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable PlatformPart lastPart;

    ResolvingPlanner(FileArtifacts artifacts, DeploymentStore store, Clock clock) {
        this(artifacts, artifacts, store::set, clock);
    }

    /** @param sets finds the sets that can be rolled back to */
    ResolvingPlanner(
            Artifacts artifacts, ArtifactContents contents, LongFunction<Optional<DeploymentSet>> sets, Clock clock) {
        this.artifacts = artifacts;
        this.contents = contents;
        this.sets = sets;
        this.clock = clock;
        this.descriptions = new Descriptions(contents);
    }

    @Override
    public Plan plan(DeploymentRequest request, Live live) {
        List<Bundle> platform = PlatformBundles.of(live);
        Set<String> platformNames = new HashSet<>();
        platform.forEach(bundle -> platformNames.add(String.valueOf(bundle.getSymbolicName())));
        List<Move> asked = new RequestedMoves(
                        live.set(),
                        artifacts,
                        sets,
                        platformNames::contains,
                        name -> isRunning(live, name),
                        entry -> asks(entry, live))
                .of(request);
        pin(asked);
        return draft(live, platform, asked).plan(newId(), clock.instant(), request);
    }

    /**
     * Keeps what the plan needs and the current set has not, until the plan itself is remembered: artifacts that nobody
     * refers to may be removed at this very moment.
     */
    private void pin(List<Move> moves) {
        for (Move move : moves) {
            SetEntry before = move.before();
            SetEntry after = move.after();
            if (after != null && (before == null || !before.artifact().equals(after.artifact()))) {
                Sha256 digest = after.artifact();
                if (contents.renewed(digest).isEmpty() && artifacts.info(digest).isEmpty()) {
                    throw RequestedMoves.notStored(digest);
                }
            }
        }
    }

    private Set<String> asks(SetEntry entry, Live live) {
        return artifacts.info(entry.artifact()).isPresent()
                ? descriptions.of(entry.artifact(), live.participants()).asked()
                : entry.grants();
    }

    private PlanDraft draft(Live live, List<Bundle> platform, List<Move> moves) {
        PlatformPart part = lastPart;
        if (part == null || !part.isStill(platform)) {
            part = new PlatformPart(platform);
            lastPart = part;
        }
        return new PlanDraft(live, platform, part, moves, artifacts, contents, descriptions);
    }

    /** The faults of a plan that would start the bundle; its manifest is all that is looked at. */
    @Override
    public List<PlanFault> diagnose(String symbolicName, Live live) {
        SetEntry entry = live.set().entry(symbolicName).orElse(null);
        if (entry == null || artifacts.info(entry.artifact()).isEmpty()) {
            return List.of();
        }
        Move start = new Move(Action.START, entry, entry.withState(StartState.STARTED), "");
        DeploymentRequest request = new DeploymentRequest("subrack", "", List.of(new Change.Start(symbolicName)));
        return draft(live, PlatformBundles.of(live), List.of(start))
                .plan(newId(), clock.instant(), request)
                .faults();
    }

    private static boolean isRunning(Live live, String symbolicName) {
        Bundle bundle = live.bundles().get(symbolicName);
        return bundle != null && (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.ContributionChange;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Plan.Interruption;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.ArtifactContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Requirement;

/** One plan while it is computed. Its moves are those that touch an instance. */
final class PlanDraft {
    private final Live live;
    private final List<Bundle> platform;
    private final PlatformPart platformPart;
    private final List<Move> asked;
    private final Artifacts artifacts;
    private final ArtifactContents contents;
    private final Descriptions descriptions;
    private final List<StagedBundle> staged = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();

    PlanDraft(
            Live live,
            List<Bundle> platform,
            PlatformPart platformPart,
            List<Move> asked,
            Artifacts artifacts,
            ArtifactContents contents,
            Descriptions descriptions) {
        this.live = live;
        this.platform = platform;
        this.platformPart = platformPart;
        this.asked = asked;
        this.artifacts = artifacts;
        this.contents = contents;
        this.descriptions = descriptions;
    }

    Plan plan(String id, Instant now, DeploymentRequest request) {
        List<StagedBundle> fresh = stage(asked);
        List<Move> rewired = rewired(fresh);
        List<Move> all = all(rewired);
        all.stream().filter(Move::touchesInstance).forEach(moves::add);
        Universe universe = universe(fresh, stage(rewired));
        Resolution resolution = new Resolution(universe, words(universe), fresh);

        List<PlanFault> faults = new ArrayList<>(resolution.faults());
        faults.addAll(new UniqueNames(live, moves, this::describe).faults());
        faults.addAll(refusals());
        List<ContributionChange> contributions = new Offers(live, moves, this::describe).changes();
        List<String> warnings = new ArrayList<>();
        List<BundleChange> changes = changes(all, warnings);
        warnings.addAll(new ServiceWarnings(live, moves, contributions).sentences(this::describe));
        warnings.addAll(resolution.warnings());
        warnings.addAll(unreadable());
        for (SetEntry newcomer : newcomers()) {
            warnings.addAll(describe(newcomer).review().warnings());
        }
        return new Plan(
                id,
                now,
                live.set().number(),
                request,
                changes,
                resolution.wiring(),
                rewired.stream().anyMatch(Move::runsAfter),
                contributions,
                new GrantChanges(this::asks).of(all),
                interruption(changes, contributions),
                faults,
                warnings);
    }

    /** A bundle that is wired anew may have been asked for other grants as well. */
    private List<Move> all(List<Move> rewired) {
        Map<String, Move> all = new TreeMap<>();
        rewired.forEach(move -> all.put(move.symbolicName(), move));
        for (Move move : asked) {
            all.merge(
                    move.symbolicName(),
                    move,
                    (anew, granted) -> new Move(anew.action(), anew.before(), granted.after(), anew.why()));
        }
        return List.copyOf(all.values());
    }

    /** A bundle whose artifact is lost keeps what it has. */
    private Set<String> asks(SetEntry entry) {
        return artifacts.info(entry.artifact()).isPresent() ? describe(entry).asked() : entry.grants();
    }

    /** A bundle that is resolved and only started again keeps its wires; all others that will run are wired anew. */
    private List<StagedBundle> stage(List<Move> some) {
        List<StagedBundle> result = new ArrayList<>();
        for (Move move : some) {
            SetEntry after = move.after();
            if (after != null && move.touchesInstance() && move.runsAfter() && !keepsWires(move)) {
                StagedBundle bundle = StagedBundle.of(info(after), move.action() == Action.REWIRE);
                staged.add(bundle);
                result.add(bundle);
            }
        }
        return result;
    }

    private boolean keepsWires(Move move) {
        Bundle bundle = live.bundles().get(move.symbolicName());
        return move.action() == Action.START && bundle != null && bundle.adapt(BundleWiring.class) != null;
    }

    private ArtifactInfo info(SetEntry entry) {
        return artifacts
                .info(entry.artifact())
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.ARTIFACT_UNKNOWN,
                        "The artifact of " + entry.symbolicName() + " " + entry.version() + " ("
                                + entry.artifact().abbreviated() + ") is not stored any more. Upload it again."));
    }

    private List<Move> rewired(List<StagedBundle> fresh) {
        RefreshClosure closure = new RefreshClosure(live, asked);
        for (StagedBundle fragment : fresh) {
            Requirement host = fragment.host().orElse(null);
            if (host != null) {
                Need need = Need.of(host);
                Bundle bundle = live.bundles().get(need.name());
                if (bundle != null && (need.range() == null || need.range().includes(bundle.getVersion()))) {
                    closure.add(bundle, fragment + " attaches to it");
                }
            }
        }
        return closure.moves();
    }

    private Universe universe(List<StagedBundle> fresh, List<StagedBundle> anew) {
        Universe universe = new Universe(platformPart);
        Map<String, Move> moved = new HashMap<>();
        moves.forEach(move -> moved.put(move.symbolicName(), move));
        for (SetEntry entry : live.set().bundles()) {
            Bundle bundle = live.bundles().get(entry.symbolicName());
            Move move = moved.get(entry.symbolicName());
            boolean stays = move == null ? entry.state() == StartState.STARTED : keepsWires(move);
            if (bundle != null && stays) {
                universe.addLive(bundle);
            } else if (bundle != null) {
                universe.addRetiring(bundle);
            }
        }
        fresh.forEach(universe::addStaged);
        anew.forEach(universe::addStaged);
        return universe;
    }

    private FaultWords words(Universe universe) {
        List<Bundle> others = new ArrayList<>(platform);
        Set<String> moved = new HashSet<>();
        moves.forEach(move -> moved.add(move.symbolicName()));
        live.bundles().forEach((name, bundle) -> {
            if (!moved.contains(name)) {
                others.add(bundle);
            }
        });
        PackageOwners owners = new PackageOwners(
                others, staged, bundle -> contents.read(bundle.info().digest(), ArtifactContent::names));
        return new FaultWords(universe, owners, new LostProviders(live, moves));
    }

    private List<BundleChange> changes(List<Move> all, List<String> warnings) {
        Coexistence coexistence = new Coexistence(live, artifacts);
        List<BundleChange> changes = new ArrayList<>();
        for (Move move : all) {
            Optional<String> obstacle = move.touchesInstance() ? coexistence.obstacle(move) : Optional.empty();
            obstacle.ifPresent(why -> warnings.add(
                    "Requests to " + move.symbolicName() + " are held while it is exchanged: " + why + "."));
            if (move.action() == Action.REPLACE && !move.ranBefore() && !move.runsAfter()) {
                warnings.add(move.symbolicName() + " is stopped, and stays so. Start it when it shall serve.");
            }
            changes.add(change(move, obstacle.isEmpty()));
        }
        return changes;
    }

    private static BundleChange change(Move move, boolean liveTwice) {
        Optional<SetEntry> before = Optional.ofNullable(move.before());
        Optional<SetEntry> after = Optional.ofNullable(move.after());
        return new BundleChange(
                move.symbolicName(),
                move.action(),
                before.map(SetEntry::version),
                after.map(SetEntry::version),
                after.map(SetEntry::artifact),
                liveTwice,
                move.why());
    }

    private Description describe(SetEntry entry) {
        boolean stored = artifacts.info(entry.artifact()).isPresent();
        return stored ? descriptions.of(entry.artifact(), live.participants()) : Description.NOTHING;
    }

    private List<PlanFault> refusals() {
        List<PlanFault> refusals = new ArrayList<>();
        for (SetEntry entry : newcomers()) {
            for (String sentence : describe(entry).review().refusals()) {
                refusals.add(new PlanFault(PlanFault.Kind.INVALID, entry.symbolicName(), sentence));
            }
        }
        return refusals;
    }

    /** What the set has already is not judged anew: another version of the platform may have let it in. */
    private List<SetEntry> newcomers() {
        List<SetEntry> fresh = new ArrayList<>();
        for (Move move : moves) {
            SetEntry before = move.before();
            SetEntry after = move.after();
            if (after != null && (before == null || !before.artifact().equals(after.artifact()))) {
                fresh.add(after);
            }
        }
        return fresh;
    }

    private List<String> unreadable() {
        List<String> sentences = new ArrayList<>();
        for (Move move : moves) {
            SetEntry after = move.after();
            if (after != null && move.runsAfter()) {
                describe(after).faults().forEach(fault -> sentences.add(move.symbolicName() + ": " + fault + "."));
            }
        }
        return sentences;
    }

    private Interruption interruption(List<BundleChange> changes, List<ContributionChange> contributions) {
        for (Move move : moves) {
            if (move.ranBefore() && !move.runsAfter() && serves(move, contributions)) {
                return Interruption.UNAVAILABLE;
            }
        }
        return changes.stream().allMatch(BundleChange::liveTwice) ? Interruption.NONE : Interruption.HELD;
    }

    private static boolean serves(Move move, List<ContributionChange> contributions) {
        return contributions.stream()
                .filter(change -> change.bundle().equals(move.symbolicName()))
                .map(change -> change.contribution().kind())
                .anyMatch(kind -> kind.equals(Contribution.ROUTE) || kind.equals(Contribution.ENDPOINT));
    }
}

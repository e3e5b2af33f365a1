/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.ManifestHeaders;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a request against the current set: which bundle shall become what. */
final class RequestedMoves {
    private final DeploymentSet set;
    private final Artifacts artifacts;
    private final LongFunction<Optional<DeploymentSet>> sets;
    private final Predicate<String> isPlatform;
    private final Predicate<String> isRunning;
    private final Function<SetEntry, Set<String>> asked;
    private final List<Move> moves = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

    /**
     * @param sets finds the set to roll back to
     * @param isPlatform says whether a symbolic name is that of a platform bundle
     * @param isRunning says whether a bundle of the set is running now
     * @param asked returns the scopes that a bundle asks for
     */
    RequestedMoves(
            DeploymentSet set,
            Artifacts artifacts,
            LongFunction<Optional<DeploymentSet>> sets,
            Predicate<String> isPlatform,
            Predicate<String> isRunning,
            Function<SetEntry, Set<String>> asked) {
        this.set = set;
        this.artifacts = artifacts;
        this.sets = sets;
        this.isPlatform = isPlatform;
        this.isRunning = isRunning;
        this.asked = asked;
    }

    /**
     * @return at least one move, at most one for each bundle
     * @throws DeploymentException if the request contradicts itself or the set, or asks for nothing
     */
    List<Move> of(DeploymentRequest request) {
        for (Change change : request.changes()) {
            if (change instanceof Change.RollBack && request.changes().size() > 1) {
                throw new DeploymentException(
                        DeploymentProblem.REQUEST_INVALID,
                        "A roll-back makes a whole set live again, so it must be the only change. Ask for the others in"
                                + " a deployment of their own.");
            }
            read(change);
        }
        if (moves.isEmpty()) {
            throw new DeploymentException(
                    DeploymentProblem.NOTHING_TO_DO,
                    "Set " + set.number() + " is already as asked for. There is nothing to deploy.");
        }
        return moves;
    }

    private void read(Change change) {
        if (change instanceof Change.Install install) {
            install(artifact(install.artifact()), true, false);
        } else if (change instanceof Change.Update update) {
            install(artifact(update.artifact()), false, true);
        } else if (change instanceof Change.Deploy deploy) {
            install(artifact(deploy.artifact()), false, false);
        } else if (change instanceof Change.Start start) {
            start(present(start.symbolicName()));
        } else if (change instanceof Change.Stop stop) {
            SetEntry entry = present(stop.symbolicName());
            add(Move.asked(entry, entry.withState(StartState.STOPPED)));
        } else if (change instanceof Change.Uninstall uninstall) {
            add(Move.asked(present(uninstall.symbolicName()), null));
        } else if (change instanceof Change.Grant grant) {
            grant(present(grant.symbolicName()), grant.scopes());
        } else if (change instanceof Change.RollBack back) {
            rollBack(back.set());
        }
    }

    private void install(ArtifactInfo info, boolean mustBeAbsent, boolean mustBePresent) {
        String name = info.symbolicName();
        name(name);
        SetEntry before = set.entry(name).orElse(null);
        if (before != null && mustBeAbsent) {
            throw new DeploymentException(
                    DeploymentProblem.BUNDLE_PRESENT,
                    name + " " + before.version() + " is in the current set already. Update it instead of installing"
                            + " it.");
        }
        if (before == null && mustBePresent) {
            throw unknown(name, "Install it instead of updating it.");
        }
        StartState state = before == null ? StartState.STARTED : before.state();
        SetEntry after = new SetEntry(name, info.version(), info.digest(), state, List.of());
        add(Move.asked(before, before == null ? after : after.withGrants(before.grants())));
    }

    private void grant(SetEntry entry, Set<String> scopes) {
        Set<String> never = new TreeSet<>(scopes);
        never.removeAll(asked.apply(entry));
        if (!never.isEmpty()) {
            throw new DeploymentException(
                    DeploymentProblem.REQUEST_INVALID,
                    entry.symbolicName() + " " + entry.version() + " does not ask for "
                            + Refusal.quoted(String.join(", ", never)) + ". Grant only scopes that stand in its "
                            + ManifestHeaders.GRANTS + ".");
        }
        add(Move.asked(entry, entry.withGrants(scopes)));
    }

    /** A bundle that is meant to run but does not is given another try. */
    private void start(SetEntry entry) {
        boolean failed = entry.state() == StartState.STARTED && !isRunning.test(entry.symbolicName());
        add(failed ? new Move(Action.START, entry, entry, "") : Move.asked(entry, entry.withState(StartState.STARTED)));
    }

    private void rollBack(long number) {
        DeploymentSet target = sets.apply(number)
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.SET_UNKNOWN,
                        "Set " + number + " does not exist, or is forgotten. Choose one that is still listed."));
        TreeMap<String, SetEntry> wanted = new TreeMap<>();
        for (SetEntry entry : target.bundles()) {
            name(entry.symbolicName());
            wanted.put(entry.symbolicName(), entry);
            Optional<SetEntry> before = set.entry(entry.symbolicName());
            if (before.isEmpty() || !before.get().artifact().equals(entry.artifact())) {
                requireStored(entry, number);
            }
            back(before.orElse(null), entry);
        }
        for (SetEntry entry : set.bundles()) {
            if (!wanted.containsKey(entry.symbolicName())) {
                add(Move.asked(entry, null));
            }
        }
    }

    /** What was taken away since is asked for again: whoever rolls back wants the bundles, and says so of grants. */
    private void back(@Nullable SetEntry before, SetEntry entry) {
        Set<String> had = before == null ? Set.of() : before.grants();
        Set<String> still = new TreeSet<>(entry.grants());
        still.retainAll(had);
        SetEntry after = entry.withGrants(still);
        Move move = Move.asked(before, after);
        boolean asks = before != null && !had.containsAll(entry.grants());
        add(move == null && asks ? new Move(Action.GRANT, before, after, "") : move);
    }

    private void requireStored(SetEntry entry, long number) {
        if (artifacts.info(entry.artifact()).isEmpty()) {
            throw new DeploymentException(
                    DeploymentProblem.ARTIFACT_UNKNOWN,
                    "Set " + number + " needs " + entry.symbolicName() + " " + entry.version() + " (artifact "
                            + entry.artifact().abbreviated() + "), which is not stored any more. Upload that artifact"
                            + " again.");
        }
    }

    private void add(@Nullable Move move) {
        if (move != null) {
            moves.add(move);
        }
    }

    private SetEntry present(String name) {
        name(name);
        return set.entry(name).orElseThrow(() -> unknown(name, "See the list of bundles for its right name."));
    }

    private void name(String name) {
        if (isPlatform.test(name)) {
            throw new DeploymentException(
                    DeploymentProblem.PLATFORM_BUNDLE,
                    name + " belongs to the platform, which only a platform upgrade changes. A bundle of your own needs"
                            + " another symbolic name.");
        }
        if (!named.add(name)) {
            throw new DeploymentException(
                    DeploymentProblem.REQUEST_INVALID,
                    name + " stands twice in the request. Ask for one change of each bundle.");
        }
    }

    private ArtifactInfo artifact(Sha256 digest) {
        return artifacts.info(digest).orElseThrow(() -> notStored(digest));
    }

    static DeploymentException notStored(Sha256 digest) {
        return new DeploymentException(
                DeploymentProblem.ARTIFACT_UNKNOWN,
                "Artifact " + digest.abbreviated() + " is not stored here. Upload it first.");
    }

    private DeploymentException unknown(String name, String fix) {
        return new DeploymentException(
                DeploymentProblem.BUNDLE_UNKNOWN,
                Refusal.quoted(name).replace("'", "") + " is not in set " + set.number() + ". " + fix);
    }
}

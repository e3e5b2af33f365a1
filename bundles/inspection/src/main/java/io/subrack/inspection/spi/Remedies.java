/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.kernel.api.AccessHeaders;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRevision;

/** Finds what an admin can do about causes. Not kept; what it reads from the disk it reads once, and only if it must. */
final class Remedies {
    /** How many sets back something is looked for. */
    private static final int SETS = 20;

    private static final int MOST = 10;

    private final Roster roster;
    private final Deployments deployments;
    private final Artifacts artifacts;
    private final Hints hints;
    private @Nullable List<DeploymentSet> earlier;

    Remedies(Roster roster, Deployments deployments, Artifacts artifacts, Hints hints) {
        this.roster = roster;
        this.deployments = deployments;
        this.artifacts = artifacts;
        this.hints = hints;
    }

    /** Returns what would help against causes, the best first. */
    List<Fix> against(Collection<Cause> causes) {
        Set<Fix> fixes = new LinkedHashSet<>();
        causes.forEach(cause -> add(cause, fixes));
        return sorted(fixes);
    }

    /** Returns what would help a bundle of the current set that is not serving. */
    List<Fix> of(BundleStatus status, Collection<Cause> causes) {
        Set<Fix> fixes = new LinkedHashSet<>();
        causes.forEach(cause -> add(cause, fixes));
        Set<String> failing = new LinkedHashSet<>(List.of(status.entry().symbolicName()));
        causes.forEach(cause -> failing.add(cause.bundle()));
        for (var name : failing) {
            roster.capability(name).ifPresent(it -> addOther(it.entry(), fixes));
        }
        missingGrants(status)
                .forEach(scope -> fixes.add(Fix.grant(status.entry().symbolicName(), scope)));
        fixes.add(Fix.uninstall(status.entry().symbolicName()));
        return sorted(fixes);
    }

    private static List<Fix> sorted(Set<Fix> fixes) {
        return fixes.stream()
                .sorted(Comparator.comparing(fix -> Fix.Kind.valueOf(fix.kind().toUpperCase(Locale.ROOT))))
                .limit(MOST)
                .toList();
    }

    private void add(Cause cause, Set<Fix> fixes) {
        switch (cause.kind()) {
            case SERVICE_MISSING -> addProviders(cause.subject(), fixes);
            case SERVICE_UNFIT -> startStopped(cause.subject(), fixes);
            case CONFIGURATION_MISSING -> addConfiguration(cause, fixes);
            case REQUIREMENT_UNSATISFIED -> {
                startProviders(cause.namespace(), cause.filter(), fixes);
                suggest(cause.namespace(), cause.filter(), fixes);
            }
            case ACTIVATION_FAILED, NOT_RUNNING -> {
                // another version may help
            }
        }
    }

    private static void addConfiguration(Cause cause, Set<Fix> fixes) {
        for (var pid : cause.subject().split(", ")) {
            fixes.add(Fix.configure(cause.bundle(), pid));
        }
    }

    private void addProviders(String service, Set<Fix> fixes) {
        startStopped(service, fixes);
        var live = new HashSet<String>();
        roster.capabilities().forEach(status -> live.add(status.entry().symbolicName()));
        for (var set : earlier()) {
            for (var entry : set.bundles()) {
                if (offers(entry, service) && live.add(entry.symbolicName()) && isStored(entry.artifact())) {
                    fixes.add(Fix.installStored(
                            entry.symbolicName(),
                            entry.version().toString(),
                            entry.artifact().hex(),
                            set.number()));
                }
            }
        }
        suggest(Wirings.SERVICE_NAMESPACE, "(objectClass=" + service + ")", fixes);
    }

    private void startStopped(String service, Set<Fix> fixes) {
        stopped().stream()
                .filter(entry -> offers(entry, service))
                .forEach(entry -> fixes.add(Fix.start(entry.symbolicName())));
    }

    private List<SetEntry> stopped() {
        return roster.capabilities().stream()
                .map(BundleStatus::entry)
                .filter(entry -> entry.state() == StartState.STOPPED)
                .toList();
    }

    static boolean offers(SetEntry entry, String service) {
        return entry.contributions().contains(new Contribution(Contribution.SERVICE, service));
    }

    private void startProviders(String namespace, String filter, Set<Fix> fixes) {
        for (var status : roster.capabilities()) {
            var instance = status.health() == Health.STOPPED ? roster.instance(status) : null;
            var revision = instance == null ? null : instance.adapt(BundleRevision.class);
            if (revision != null && provides(revision, namespace, filter)) {
                fixes.add(Fix.start(status.entry().symbolicName()));
            }
        }
    }

    private static boolean provides(BundleRevision revision, String namespace, String text) {
        try {
            var filter = text.isEmpty() ? null : FrameworkUtil.createFilter(text);
            return revision.getDeclaredCapabilities(namespace).stream()
                    .anyMatch(capability -> filter == null || filter.matches(capability.getAttributes()));
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    private void suggest(String namespace, String filter, Set<Fix> fixes) {
        hints.providersOf(namespace, filter)
                .forEach(found -> fixes.add(Fix.install(
                        found.symbolicName(), found.version().toString(), found.repository(), found.coordinates())));
    }

    /** Another version of a bundle that fails: a newer one, or the one before. */
    private void addOther(SetEntry entry, Set<Fix> fixes) {
        hints.updateOf(entry.symbolicName(), entry.version())
                .ifPresent(newer -> fixes.add(Fix.update(
                        newer.symbolicName(), newer.version().toString(), newer.repository(), newer.coordinates())));
        for (var set : earlier()) {
            var before = set.entry(entry.symbolicName()).orElse(null);
            if (before != null && !before.artifact().equals(entry.artifact())) {
                fixes.add(Fix.rollBack(entry.symbolicName(), before.version().toString(), set.number()));
                return;
            }
        }
    }

    /** Returns the scopes that a bundle asks for and does not have, sorted. */
    List<String> missingGrants(BundleStatus status) {
        var instance = roster.instance(status);
        if (instance == null) {
            return List.of();
        }
        try {
            var headers = instance.getHeaders("");
            var missing = new TreeSet<String>(
                    AccessHeaders.read(name -> headers.get(name)).asked());
            missing.removeAll(status.entry().grants());
            return List.copyOf(missing);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private boolean isStored(Sha256 artifact) {
        try {
            return artifacts.info(artifact).isPresent();
        } catch (DeploymentException e) {
            return false;
        }
    }

    /** Returns the sets before the current one, the newest first. */
    private List<DeploymentSet> earlier() {
        var sets = earlier;
        if (sets == null) {
            var newest = deployments.sets(SETS + 1);
            sets = newest.isEmpty() ? List.of() : newest.subList(1, newest.size());
            earlier = sets;
        }
        return sets;
    }
}

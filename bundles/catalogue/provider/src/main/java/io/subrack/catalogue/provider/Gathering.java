/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Wanted;
import io.subrack.catalogue.provider.KnownBundles.Known;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets bundles and, as long as the plan of their deployment says that something is missing, what provides that. The
 * engine's resolver decides what is missing. Lasts for one call.
 */
final class Gathering {
    private static final String SERVICE_NAMESPACE = "osgi.service";
    private static final int MAX_ROUNDS = 12;
    private static final int MAX_TRIES = 60;
    private static final Logger log = LoggerFactory.getLogger(Gathering.class);

    private final Sources sources;
    private final Search search;
    private final Downloads downloads;
    private final Deployments deployments;
    private final CatalogueSettings settings;
    private final Predicate<String> services;
    private final Deadline deadline;
    private final Poms poms;

    /** By symbolic name, in the order in which they came. */
    private final Map<String, Picked> picked = new LinkedHashMap<>();

    private final Set<String> tried = new HashSet<>();
    private final Map<String, IndexedBundle> unfit = new LinkedHashMap<>();

    /** @param services says whether anybody provides a service now */
    Gathering(
            Sources sources,
            Search search,
            Downloads downloads,
            Deployments deployments,
            CatalogueSettings settings,
            Predicate<String> services) {
        this.sources = sources;
        this.search = search;
        this.downloads = downloads;
        this.deployments = deployments;
        this.settings = settings;
        this.services = services;
        this.deadline = Deadline.in(settings.resolution());
        this.poms = new Poms(this::pom);
    }

    /**
     * A bundle that belongs to the deployment.
     *
     * @param bundle what its manifest says
     * @param candidate where it came from; null if by address
     */
    record Picked(
            ArtifactInfo info,
            IndexedBundle bundle,
            @Nullable Candidate candidate,
            String why) {
        Optional<Coordinates> coordinates() {
            return candidate == null ? Optional.empty() : candidate.coordinates();
        }
    }

    List<Picked> picked() {
        return List.copyOf(picked.values());
    }

    Plan gather(List<Wanted> wanted, String reason, Author by) {
        for (Wanted each : wanted) {
            Picked got = get(each);
            picked.put(got.info().symbolicName(), got);
        }
        Plan plan = plan(reason, by);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            int before = picked.size();
            missing(plan).forEach(this::satisfy);
            if (picked.size() == before) {
                break;
            }
            plan = plan(reason, by);
        }
        return plan;
    }

    /** Returns what the resolver misses; if that is nothing, the services that nobody will provide at run time. */
    private List<Cause> missing(Plan plan) {
        if (!plan.applicable()) {
            return plan.faults().stream()
                    .flatMap(it -> it.cause().stream())
                    .distinct()
                    .toList();
        }
        List<Cause> missing = new ArrayList<>();
        for (Picked each : picked.values()) {
            for (IndexedBundle.Requirement it : each.bundle().requirements()) {
                String service = KnownBundles.value(it.filter(), Constants.OBJECTCLASS);
                if (it.namespace().equals(SERVICE_NAMESPACE)
                        && !it.optional()
                        && !service.isEmpty()
                        && !services.test(service)
                        && picked.values().stream().noneMatch(other -> provides(other, it))) {
                    missing.add(new Cause(
                            Cause.Kind.REQUIREMENT_UNSATISFIED,
                            each.info().symbolicName(),
                            service,
                            it.namespace(),
                            it.filter(),
                            ""));
                }
            }
        }
        return missing;
    }

    private static boolean provides(Picked picked, IndexedBundle.Requirement requirement) {
        return picked.bundle()
                .provided(requirement.namespace(), filter(requirement.filter()))
                .isPresent();
    }

    private Plan plan(String reason, Author by) {
        List<Change> changes = new ArrayList<>();
        picked.values().forEach(it -> changes.add(new Change.Deploy(it.info().digest())));
        return deployments.plan(new DeploymentRequest(by, reason, changes));
    }

    private Picked get(Wanted wanted) {
        if (wanted instanceof Wanted.Address address) {
            Downloads.Got got = downloads.get(address.url(), deadline);
            return new Picked(got.info(), got.bundle(), null, "asked for: " + address.url());
        }
        if (wanted instanceof Wanted.Coordinates it) {
            return byCoordinates(it.group(), it.artifact(), it.version());
        }
        return byName((Wanted.Named) wanted);
    }

    private Picked byCoordinates(String group, String artifact, Optional<String> version) {
        String module = group + ":" + artifact;
        RuntimeException failure = null;
        for (MavenSource source : sources.maven()) {
            try {
                String which = version.orElseGet(() -> newest(source, group, artifact));
                if (!which.isEmpty()) {
                    Candidate candidate = Candidate.of(source, new Coordinates(group, artifact, which));
                    Optional<Downloads.Got> got = downloads.get(candidate, any -> true, deadline);
                    if (got.isPresent()) {
                        return new Picked(got.get().info(), got.get().bundle(), candidate, "asked for");
                    }
                    if (source.versions(group, artifact, deadline).contains(which)) {
                        throw new CatalogueException(
                                CatalogueProblem.CONTENT_REFUSED,
                                module + ":" + which
                                        + " is no OSGi bundle: its manifest has no Bundle-SymbolicName. Look"
                                        + " for a version or another artifact that is one, or wrap it with bnd.");
                    }
                }
            } catch (CatalogueException e) {
                if (e.type() != CatalogueProblem.REPOSITORY_FAILED) {
                    throw e;
                }
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        throw unknown("No Maven repository has " + module
                + version.map(it -> ":" + it).orElse("")
                + ". Look at the coordinates, or add the repository that has it.");
    }

    private String newest(MavenSource source, String group, String artifact) {
        String flavour = KnownBundles.all().stream()
                .filter(it -> it.coordinates().module().equals(group + ":" + artifact))
                .map(it -> MavenVersion.flavour(it.coordinates().version()))
                .findFirst()
                .orElse("");
        List<String> versions = source.versions(group, artifact, deadline);
        return versions.stream()
                .filter(it -> MavenVersion.isRelease(it) && (flavour.isEmpty() || it.endsWith("-" + flavour)))
                .findFirst()
                .orElse(versions.isEmpty() ? "" : versions.get(0));
    }

    private Picked byName(Wanted.Named wanted) {
        String name = wanted.symbolicName();
        if (name.contains(":")) {
            String[] parts = name.split(":", -1);
            return byCoordinates(parts[0], parts[1], wanted.range());
        }
        VersionRange range = wanted.range().map(VersionRange::valueOf).orElse(null);
        Optional<Candidate> found = search.named(name, range, wanted.repository(), deadline);
        if (found.isPresent()) {
            Optional<Downloads.Got> got =
                    downloads.get(found.get(), it -> it.symbolicName().equals(name), deadline);
            if (got.isPresent()) {
                return new Picked(got.get().info(), got.get().bundle(), found.get(), "asked for");
            }
        }
        for (Known known : KnownBundles.all()) {
            if (known.symbolicName().equals(name)) {
                for (MavenSource source : sources.maven()) {
                    for (Candidate each : search.versions(source, known.coordinates(), deadline)) {
                        Optional<Downloads.Got> got = downloads.get(
                                each,
                                it -> it.symbolicName().equals(name) && (range == null || range.includes(it.version())),
                                deadline);
                        if (got.isPresent()) {
                            return new Picked(got.get().info(), got.get().bundle(), each, "asked for");
                        }
                    }
                }
            }
        }
        throw unknown(
                "No repository has " + name + wanted.range().map(it -> " " + it).orElse("")
                        + ". Search for it, name its Maven coordinates, or add the repository that has it.");
    }

    private static CatalogueException unknown(String sentence) {
        return new CatalogueException(CatalogueProblem.BUNDLE_UNKNOWN, sentence);
    }

    /** Looks for a bundle that provides what is missing, and adds it. */
    private void satisfy(Cause cause) {
        if (cause.kind() != Cause.Kind.REQUIREMENT_UNSATISFIED
                || cause.namespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)
                || picked.size() >= settings.maxBundles()) {
            return;
        }
        Filter filter = filter(cause.filter());
        if (filter == null && !cause.filter().isEmpty()) {
            return;
        }
        String why = why(cause);
        if (addFirst(
                search.providing(cause.namespace(), filter, source -> source.bundles(deadline)), cause, filter, why)) {
            return;
        }
        Picked needy = picked.get(cause.bundle());
        List<Candidate> related = new ArrayList<>();
        if (needy != null && needy.coordinates().isPresent() && needy.candidate() != null) {
            Source source = needy.candidate().source();
            for (Coordinates each : dependencies(needy.coordinates().get())) {
                if (source instanceof MavenSource maven) {
                    related.add(Candidate.of(maven, each));
                }
            }
        }
        if (addFirst(related, cause, filter, why)) {
            return;
        }
        for (Known known : Search.hints(cause.namespace(), cause.filter())) {
            for (MavenSource source : sources.maven()) {
                if (addFirst(search.versions(source, known.coordinates(), deadline), cause, filter, why)) {
                    return;
                }
            }
        }
    }

    private static @Nullable Filter filter(String text) {
        try {
            return IndexedBundle.filter(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String why(Cause cause) {
        String what = cause.subject().isEmpty() ? cause.namespace() + " " + cause.filter() : cause.subject();
        String kind = switch (cause.namespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "package ";
            case SERVICE_NAMESPACE -> "service ";
            default -> "";
        };
        return "provides " + kind + what + ", which " + cause.bundle() + " needs";
    }

    private List<Coordinates> dependencies(Coordinates of) {
        try {
            return poms.dependencies(of);
        } catch (CatalogueException e) {
            log.debug("The POM of {} cannot be used", of, e);
            return List.of();
        }
    }

    private Optional<Pom> pom(Coordinates coordinates) {
        for (MavenSource source : sources.maven()) {
            Optional<Pom> pom = source.pom(coordinates, deadline);
            if (pom.isPresent()) {
                return pom;
            }
        }
        return Optional.empty();
    }

    private boolean addFirst(List<Candidate> candidates, Cause cause, @Nullable Filter filter, String why) {
        for (Candidate each : candidates) {
            IndexedBundle seen = unfit.get(each.key());
            if (seen != null ? seen.provided(cause.namespace(), filter).isEmpty() : tried.contains(each.key())) {
                continue;
            }
            if (tried.size() >= MAX_TRIES) {
                return false;
            }
            tried.add(each.key());
            if (add(each, cause, filter, why)) {
                return true;
            }
        }
        return false;
    }

    private boolean add(Candidate candidate, Cause cause, @Nullable Filter filter, String why) {
        try {
            Optional<Downloads.Got> got = downloads.get(
                    candidate,
                    it -> {
                        unfit.put(candidate.key(), it);
                        return !picked.containsKey(it.symbolicName())
                                && it.provided(cause.namespace(), filter).isPresent();
                    },
                    deadline);
            got.ifPresent(
                    it -> picked.put(it.info().symbolicName(), new Picked(it.info(), it.bundle(), candidate, why)));
            return got.isPresent();
        } catch (CatalogueException e) {
            if (e.type() == CatalogueProblem.TOO_SLOW || e.type() == CatalogueProblem.SIGNATURE_REFUSED) {
                throw e;
            }
            log.debug("{} cannot be had", candidate.key(), e);
            return false;
        } catch (DeploymentException e) {
            log.debug("{} is refused", candidate.key(), e);
            return false;
        }
    }
}

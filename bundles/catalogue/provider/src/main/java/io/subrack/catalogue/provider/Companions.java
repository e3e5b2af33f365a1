/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.provider.KnownBundles.Known;
import io.subrack.kernel.api.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Filter;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows where to look for what a bundle needs. */
final class Companions {
    static final String SERVICE_NAMESPACE = "osgi.service";

    private static final Logger log = LoggerFactory.getLogger(Companions.class);

    private final Sources sources;
    private final Search search;
    private final Deadline deadline;
    private final Poms poms;

    Companions(Sources sources, Search search, Deadline deadline) {
        this.sources = sources;
        this.search = search;
        this.deadline = deadline;
        this.poms = new Poms(this::pom);
    }

    /** Says whether a bundle could provide what is missing. */
    static boolean canBeProvided(Cause cause) {
        return cause.kind() == Cause.Kind.REQUIREMENT_UNSATISFIED
                && !cause.namespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)
                && (filter(cause.filter()) != null || cause.filter().isEmpty());
    }

    /** Says whether a bundle has what is missing. */
    static boolean provides(IndexedBundle bundle, Cause cause) {
        return bundle.provided(cause.namespace(), filter(cause.filter())).isPresent();
    }

    /**
     * Returns where to look, the best first; each place is looked into only when it is asked.
     *
     * @param needy the bundle that lacks it, if it was picked
     */
    List<Supplier<List<Candidate>>> places(Cause cause, @Nullable Picked needy) {
        List<Supplier<List<Candidate>>> places = new ArrayList<>();
        Filter filter = filter(cause.filter());
        places.add(() -> search.providing(cause.namespace(), filter, source -> source.bundles(deadline)));
        places.add(() -> dependencies(needy));
        for (Known known : Search.hints(cause.namespace(), cause.filter())) {
            for (MavenSource source : sources.maven()) {
                places.add(() -> search.versions(source, known.coordinates(), deadline));
            }
        }
        return places;
    }

    /** Returns why a bundle is there that provides something. */
    static String why(Cause cause) {
        String what = cause.subject().isEmpty() ? cause.namespace() + " " + cause.filter() : cause.subject();
        String kind = switch (cause.namespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "package ";
            case SERVICE_NAMESPACE -> "service ";
            default -> "";
        };
        return "provides " + kind + what + ", which " + cause.bundle() + " needs";
    }

    private static @Nullable Filter filter(String text) {
        try {
            return IndexedBundle.filter(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private List<Candidate> dependencies(@Nullable Picked needy) {
        Coordinates coordinates = needy == null ? null : needy.coordinates().orElse(null);
        Candidate candidate = needy == null ? null : needy.candidate();
        if (coordinates == null || candidate == null || !(candidate.source() instanceof MavenSource maven)) {
            return List.of();
        }
        try {
            return poms.dependencies(coordinates).stream()
                    .map(each -> Candidate.of(maven, each))
                    .toList();
        } catch (CatalogueException e) {
            log.debug("The POM of {} cannot be used", coordinates, e);
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
}

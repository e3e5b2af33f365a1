/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.Update;
import io.subrack.catalogue.api.Updates;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.SetEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.osgi.framework.Version;

/** Knows which installed bundles could be updated. Thread-safe. */
final class UpdateWatch {
    private final Sources sources;
    private final Origins origins;
    private final Deployments deployments;
    private volatile Updates known = new Updates(Optional.empty(), List.of());

    UpdateWatch(Sources sources, Origins origins, Deployments deployments) {
        this.sources = sources;
        this.origins = origins;
        this.deployments = deployments;
    }

    /** Returns what is known of bundles that are still as they were then. */
    Updates known() {
        Updates now = known;
        return new Updates(
                now.checked(),
                now.items().stream()
                        .filter(it -> deployments
                                .currentSet()
                                .entry(it.bundle())
                                .filter(entry -> entry.version().toString().equals(it.version()))
                                .isPresent())
                        .toList());
    }

    boolean isOlderThan(Duration age) {
        return known.checked().map(at -> at.isBefore(Instant.now().minus(age))).orElse(true);
    }

    /** Asks the repositories about each installed bundle. */
    void look(Duration each, BooleanSupplier cancelled, IntConsumer percent) {
        List<SetEntry> entries = deployments.currentSet().bundles();
        List<Update> found = new ArrayList<>();
        for (int i = 0; i < entries.size() && !cancelled.getAsBoolean(); i++) {
            newest(entries.get(i), Deadline.in(each)).ifPresent(found::add);
            percent.accept((i + 1) * 100 / entries.size());
        }
        if (!cancelled.getAsBoolean()) {
            known = new Updates(Optional.of(Instant.now()), found);
        }
    }

    private Optional<Update> newest(SetEntry entry, Deadline deadline) {
        try {
            Optional<Update> indexed = indexed(entry, deadline);
            return indexed.isPresent() ? indexed : maven(entry, deadline);
        } catch (CatalogueException e) {
            return Optional.empty(); // the repository's status says why
        }
    }

    private Optional<Update> indexed(SetEntry entry, Deadline deadline) {
        Update best = null;
        Version newest = entry.version();
        for (BundleSource source : sources.bundles()) {
            for (IndexedBundle it : source.bundles(deadline)) {
                if (it.symbolicName().equals(entry.symbolicName())
                        && it.version().compareTo(newest) > 0) {
                    newest = it.version();
                    best = new Update(
                            entry.symbolicName(),
                            entry.version().toString(),
                            newest.toString(),
                            source.repository().id(),
                            Optional.empty());
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private Optional<Update> maven(SetEntry entry, Deadline deadline) {
        Coordinates now =
                origins.of(entry.artifact()).flatMap(Origins.Origin::maven).orElse(null);
        if (now == null) {
            return Optional.empty();
        }
        for (MavenSource source : sources.maven()) {
            Optional<String> newer = source.versions(now.group(), now.artifact(), deadline).stream()
                    .filter(MavenVersion::isRelease)
                    .filter(it -> MavenVersion.flavour(it).equals(MavenVersion.flavour(now.version())))
                    .filter(it -> MavenVersion.ORDER.compare(it, now.version()) > 0)
                    .findFirst();
            if (newer.isPresent()) {
                return Optional.of(new Update(
                        entry.symbolicName(),
                        entry.version().toString(),
                        newer.get(),
                        source.repository().id(),
                        Optional.of(now.withVersion(newer.get()).toString())));
            }
        }
        return Optional.empty();
    }
}

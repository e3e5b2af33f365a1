/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Wanted;
import io.subrack.catalogue.provider.KnownBundles.Known;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.VersionRange;

/** Gets what somebody asks for. */
final class WantedBundles {
    private static final String ASKED = "asked for";
    private static final int MOST_VERSIONS = 8;

    private final Sources sources;
    private final Search search;
    private final Downloads downloads;
    private final Artifacts artifacts;
    private final Deadline deadline;

    WantedBundles(Sources sources, Search search, Downloads downloads, Artifacts artifacts, Deadline deadline) {
        this.sources = sources;
        this.search = search;
        this.downloads = downloads;
        this.artifacts = artifacts;
        this.deadline = deadline;
    }

    /** @throws CatalogueException if it is not to be had, or is refused */
    Picked get(Wanted wanted) {
        if (wanted instanceof Wanted.Address address) {
            return new Picked(downloads.get(address.url(), deadline), null, "asked for: " + address.url());
        }
        if (wanted instanceof Wanted.Stored it) {
            return stored(it.digest());
        }
        if (wanted instanceof Wanted.Coordinates it) {
            return byCoordinates(it.group(), it.artifact(), it.version());
        }
        return byName((Wanted.Named) wanted);
    }

    /** Returns other versions that would do as well, the best first: those of indexes, if a range was named. */
    List<Candidate> others(Wanted wanted, Picked than) {
        if (wanted instanceof Wanted.Named it
                && it.range().isPresent()
                && than.coordinates().isEmpty()) {
            VersionRange range = VersionRange.valueOf(it.range().get());
            return search.named(it.symbolicName(), range, it.repository(), deadline).stream()
                    .filter(each -> than.candidate() != null
                            && !each.key().equals(than.candidate().key()))
                    .limit(MOST_VERSIONS)
                    .toList();
        }
        return List.of();
    }

    static Picked other(Downloads.Got got, Candidate candidate) {
        return new Picked(got, candidate, ASKED);
    }

    private Picked stored(Sha256 digest) {
        ArtifactInfo info = artifacts
                .info(digest)
                .orElseThrow(() -> unknown(
                        "The artifact " + digest.abbreviated() + " is not stored here any more. Upload it again."));
        IndexedBundle bundle = Manifests.read(
                        info.headers()::get, "", Optional.of(digest.hex()), OptionalLong.of(info.size()))
                .orElseThrow(() -> unknown("The artifact " + digest.abbreviated() + " is no OSGi bundle."));
        return new Picked(info, bundle, null, ASKED, true);
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
                        return new Picked(got.get(), candidate, ASKED);
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
        for (Candidate each : search.named(name, range, wanted.repository(), deadline).stream()
                .limit(1)
                .toList()) {
            Optional<Downloads.Got> got =
                    downloads.get(each, it -> it.symbolicName().equals(name), deadline);
            if (got.isPresent()) {
                return new Picked(got.get(), each, ASKED);
            }
        }
        Picked known = byHint(name, range);
        if (known != null) {
            return known;
        }
        throw unknown(
                "No repository has " + name + wanted.range().map(it -> " " + it).orElse("")
                        + ". Search for it, name its Maven coordinates, or add the repository that has it.");
    }

    private @Nullable Picked byHint(String name, @Nullable VersionRange range) {
        for (Known known : KnownBundles.all()) {
            for (MavenSource source : known.symbolicName().equals(name) ? sources.maven() : List.<MavenSource>of()) {
                for (Candidate each : search.versions(source, known.coordinates(), deadline)) {
                    Optional<Downloads.Got> got = downloads.get(
                            each,
                            it -> it.symbolicName().equals(name) && (range == null || range.includes(it.version())),
                            deadline);
                    if (got.isPresent()) {
                        return new Picked(got.get(), each, ASKED);
                    }
                }
            }
        }
        return null;
    }

    private static CatalogueException unknown(String sentence) {
        return new CatalogueException(CatalogueProblem.BUNDLE_UNKNOWN, sentence);
    }
}

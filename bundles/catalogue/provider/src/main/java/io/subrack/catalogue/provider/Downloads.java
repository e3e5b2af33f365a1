/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gets jars, compares them with what was said of them, and puts them into the artifact store. Thread-safe. */
final class Downloads {
    private final Artifacts artifacts;
    private final PinnedHttps addresses;
    private final Path directory;
    private final CatalogueSettings settings;

    Downloads(Artifacts artifacts, PinnedHttps addresses, Path directory, CatalogueSettings settings) {
        this.artifacts = artifacts;
        this.addresses = addresses;
        this.directory = directory;
        this.settings = settings;
    }

    /** A bundle that is in the artifact store now, and what its manifest says. */
    record Got(ArtifactInfo info, IndexedBundle bundle) {}

    /**
     * Gets a candidate.
     *
     * @param fits whether it is what is needed; if not, nothing is stored
     * @return empty if it is not there, no bundle, or does not fit
     * @throws CatalogueException if it is not what it should be, or its server does not answer
     */
    Optional<Got> get(Candidate candidate, Predicate<IndexedBundle> fits, Deadline deadline) {
        Path file = Temporary.file(directory);
        try {
            return fetch(candidate, file, deadline) ? taken(file, fits) : Optional.empty();
        } finally {
            Temporary.delete(file);
        }
    }

    Got get(URI url, Deadline deadline) {
        Path file = Temporary.file(directory);
        try {
            addresses.file(url, file, settings.maxArtifact(), deadline);
            return taken(file, any -> true)
                    .orElseThrow(() -> new CatalogueException(
                            CatalogueProblem.CONTENT_REFUSED,
                            "What is at this address is no OSGi bundle. Look at the address for a slip."));
        } finally {
            Temporary.delete(file);
        }
    }

    private static boolean fetch(Candidate candidate, Path file, Deadline deadline) {
        Coordinates coordinates = candidate.coordinates().orElse(null);
        if (candidate.source() instanceof MavenSource maven && coordinates != null) {
            return maven.jar(coordinates, file, deadline);
        }
        IndexedBundle bundle = candidate.bundle().orElse(null);
        if (candidate.source() instanceof BundleSource source && bundle != null) {
            source.fetch(bundle, file, deadline);
            bundle.sha256().ifPresent(expected -> {
                if (!MavenSource.digest(file, "SHA-256").equals(expected)) {
                    throw new CatalogueException(
                            CatalogueProblem.CONTENT_REFUSED,
                            bundle.location() + " is not what the index of repository " + candidate.repository()
                                    + " says: its SHA-256 is another. Refresh the repository and repeat the call.");
                }
            });
            return true;
        }
        return false;
    }

    private Optional<Got> taken(Path file, Predicate<IndexedBundle> fits) {
        refuseTampered(file);
        IndexedBundle bundle = FolderSource.manifest(file).orElse(null);
        if (bundle == null || !fits.test(bundle)) {
            return Optional.empty();
        }
        try (InputStream content = Files.newInputStream(file)) {
            return Optional.of(new Got(artifacts.store(content), bundle));
        } catch (IOException e) {
            throw new CatalogueException(CatalogueProblem.STORE_FAILED, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void refuseTampered(Path file) {
        String problem = problem(file);
        if (problem != null) {
            throw new CatalogueException(
                    CatalogueProblem.SIGNATURE_REFUSED,
                    "The jar was changed after it was signed: " + problem + ". Get it from where it was made.");
        }
    }

    private static @Nullable String problem(Path file) {
        try {
            Signatures.Found found = Signatures.of(file, List.of());
            return found.state() == Signatures.State.INVALID ? found.problem() : null;
        } catch (IOException e) {
            return null; // no jar at all, which the store says better
        }
    }
}

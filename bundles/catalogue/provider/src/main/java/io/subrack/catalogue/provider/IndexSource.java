/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** An OSGi repository index on a server. */
final class IndexSource extends BundleSource {
    private static final Duration FRESH = Duration.ofMinutes(30);

    private final Fetcher fetcher;
    private final Function<Repository, Optional<String>> authorization;
    private final Path temporary;
    private final CatalogueSettings settings;

    IndexSource(
            Repository repository,
            Fetcher fetcher,
            Function<Repository, Optional<String>> authorization,
            Path temporary,
            CatalogueSettings settings) {
        super(repository, FRESH);
        this.fetcher = fetcher;
        this.authorization = authorization;
        this.temporary = temporary;
        this.settings = settings;
    }

    @Override
    Content load(Deadline deadline) {
        URI url = URI.create(repository().url());
        Path file = Temporary.file(temporary);
        try {
            if (!fetcher.file(wish(url, settings.maxIndex(), deadline), file)) {
                throw Fetcher.failed(url, "is not there", null);
            }
            try (InputStream content = Files.newInputStream(file)) {
                R5Index.Read read = R5Index.read(content, url, settings.maxIndex());
                String problem = read.leftOut() == 0
                        ? ""
                        : read.leftOut() + " of its resources were left out, one because " + read.reason() + ".";
                return new Content(read.bundles(), problem);
            }
        } catch (IOException e) {
            throw new CatalogueException(
                    CatalogueProblem.CONTENT_REFUSED,
                    url + " cannot be used: " + e.getMessage() + ". Ask who keeps the repository.",
                    e);
        } finally {
            Temporary.delete(file);
        }
    }

    private Fetcher.Wish wish(URI url, long most, Deadline deadline) {
        return new Fetcher.Wish(url, authorization.apply(repository()), most, deadline);
    }

    @Override
    void fetch(IndexedBundle bundle, Path target, Deadline deadline) {
        URI url = URI.create(bundle.location());
        if (!fetcher.file(wish(url, settings.maxArtifact(), deadline), target)) {
            throw Fetcher.failed(url, "is not there, although the index lists it", null);
        }
    }
}

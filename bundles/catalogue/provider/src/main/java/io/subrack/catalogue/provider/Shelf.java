/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.kernel.api.DeploymentException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one call has looked at: nothing is downloaded twice, and no more than a limit. */
final class Shelf {
    private static final int MAX_TRIES = 60;
    private static final Logger log = LoggerFactory.getLogger(Shelf.class);

    private final Downloads downloads;
    private final Deadline deadline;
    private final Map<String, Downloads.Got> stored = new HashMap<>();
    private final Map<String, IndexedBundle> seen = new HashMap<>();
    private final Set<String> tried = new HashSet<>();

    Shelf(Downloads downloads, Deadline deadline) {
        this.downloads = downloads;
        this.deadline = deadline;
    }

    /** Returns a candidate if it can be had and is what is needed. */
    Optional<Downloads.Got> get(Candidate candidate, Predicate<IndexedBundle> fits) {
        String key = candidate.key();
        Downloads.Got known = stored.get(key);
        if (known != null) {
            return Optional.of(known).filter(it -> fits.test(it.bundle()));
        }
        IndexedBundle manifest = seen.get(key);
        boolean hopeless = manifest == null ? tried.contains(key) : !fits.test(manifest);
        if (hopeless || (manifest == null && tried.size() >= MAX_TRIES)) {
            return Optional.empty();
        }
        tried.add(key);
        return download(candidate, key, fits);
    }

    private Optional<Downloads.Got> download(Candidate candidate, String key, Predicate<IndexedBundle> fits) {
        try {
            Optional<Downloads.Got> got = downloads.get(
                    candidate,
                    it -> {
                        seen.put(key, it);
                        return fits.test(it);
                    },
                    deadline);
            got.ifPresent(it -> stored.put(key, it));
            return got;
        } catch (CatalogueException e) {
            if (e.type() == CatalogueProblem.TOO_SLOW || e.type() == CatalogueProblem.SIGNATURE_REFUSED) {
                throw e;
            }
            log.debug("{} cannot be had", key, e);
        } catch (DeploymentException e) {
            log.debug("{} is refused", key, e);
        }
        return Optional.empty();
    }
}

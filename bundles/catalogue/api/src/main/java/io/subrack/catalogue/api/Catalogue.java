/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.JobStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The repositories that bundles come from. What asks a repository waits for it up to the configured deadline; what is
 * known already is answered at once. Thread-safe.
 */
@ProviderType
public interface Catalogue {
    /** Returns all repositories in the order in which they are asked. */
    List<RepositoryState> repositories();

    Optional<RepositoryState> repository(String id);

    /**
     * Adds a repository; it is on disk on return.
     *
     * @throws CatalogueException {@link CatalogueProblem#REPOSITORY_EXISTS}, {@link CatalogueProblem#REPOSITORY_INVALID},
     *     {@link CatalogueProblem#STORE_FAILED}
     */
    RepositoryState create(RepositoryDraft draft, Author by);

    /**
     * Changes a repository; it is on disk on return.
     *
     * @param expected the revision that the change is meant for; empty for any
     * @throws CatalogueException as {@link #create}, {@link CatalogueProblem#REPOSITORY_UNKNOWN},
     *     {@link CatalogueProblem#REPOSITORY_CHANGED}
     */
    RepositoryState replace(RepositoryDraft draft, OptionalLong expected, Author by);

    /**
     * Removes a repository.
     *
     * @throws CatalogueException as {@link #replace}, {@link CatalogueProblem#REPOSITORY_IN_USE} if bundles of the current
     *     set came from it
     */
    void delete(String id, OptionalLong expected, Author by);

    /**
     * Starts a job that reads a repository anew and looks for updates.
     *
     * @throws ProblemException if the repository is unknown, or no job can be started now
     */
    JobStatus refresh(String id, Author by);

    /**
     * Finds bundles. A text with a colon, {@code group:artifact} or {@code group:artifact:version}, is looked up in the
     * Maven repositories; others are searched for among what is known, because a Maven repository cannot be searched.
     *
     * @param text part of a symbolic name, name, description or coordinates; empty for all
     * @param repository id of the only repository to look into; empty for all
     * @return sorted by symbolic name
     */
    List<Entry> search(String text, String repository);

    /** Returns a bundle with all its versions, by symbolic name or {@code group:artifact}; empty if nobody has it. */
    Optional<Entry> bundle(String symbolicName);

    /**
     * Finds bundles that satisfy a requirement.
     *
     * @param namespace as {@code osgi.wiring.package}
     * @param filter after the OSGi core specification; empty if any will do
     * @return the best first
     * @throws IllegalArgumentException if the filter is none
     */
    List<Offer> providers(String namespace, String filter);

    /** Returns which bundles could be updated, as known; asks the repositories in the background if that is old. */
    Updates updates();

    /**
     * Downloads bundles and what they need into the artifact store, and plans their deployment. What is live is preferred
     * to what is not; of several versions the highest one that fits is taken. Changes nothing that is live.
     *
     * @param wanted at least one
     * @param reason why, for the history; may be empty
     * @throws CatalogueException if something that is wanted is not to be had, or is refused
     */
    Resolution resolve(List<Wanted> wanted, String reason, Author by);
}

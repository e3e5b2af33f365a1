/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Repository;
import io.subrack.catalogue.api.RepositoryDraft;
import io.subrack.catalogue.api.RepositoryState;
import io.subrack.catalogue.api.RepositoryState.Status;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.SetEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Which repositories there are, and how they are. Thread-safe. */
final class RepositoryAdministration {
    private final RepositoryStore store;
    private final Sources sources;
    private final Origins origins;
    private final Deployments deployments;
    private final Records records;
    private final Supplier<Deadline> lookup;
    private final Object changing = new Object();

    RepositoryAdministration(
            RepositoryStore store,
            Sources sources,
            Origins origins,
            Deployments deployments,
            Records records,
            Supplier<Deadline> lookup) {
        this.store = store;
        this.sources = sources;
        this.origins = origins;
        this.deployments = deployments;
        this.records = records;
        this.lookup = lookup;
    }

    List<RepositoryState> all() {
        return store.all().stream().map(this::state).toList();
    }

    Optional<RepositoryState> get(String id) {
        return store.get(id).map(this::state);
    }

    /** @throws CatalogueException if there is none of this id */
    Repository known(String id) {
        return store.get(id)
                .orElseThrow(() -> new CatalogueException(
                        CatalogueProblem.REPOSITORY_UNKNOWN,
                        "There is no repository " + id + ". Choose one of the list."));
    }

    private RepositoryState state(Repository repository) {
        List<String> usedBy = usedBy(repository.id());
        if (!repository.enabled()) {
            return new RepositoryState(repository, Optional.empty(), 0, Status.DISABLED, Optional.empty(), usedBy);
        }
        try {
            Source source = sources.of(repository);
            if (source instanceof FolderSource folder) {
                folder.bundles(lookup.get());
            }
            Health health = source.health();
            Status status = health.checked().isEmpty() ? Status.UNCHECKED : health.failed() ? Status.FAILED : Status.OK;
            return new RepositoryState(
                    repository, health.checked(), health.bundles(), status, health.problem(), usedBy);
        } catch (CatalogueException e) {
            return new RepositoryState(
                    repository, Optional.empty(), 0, Status.FAILED, Optional.ofNullable(e.getMessage()), usedBy);
        }
    }

    private List<String> usedBy(String repository) {
        return deployments.currentSet().bundles().stream()
                .filter(it -> origins.of(it.artifact())
                        .filter(origin -> origin.repository().equals(repository))
                        .isPresent())
                .map(SetEntry::symbolicName)
                .sorted()
                .toList();
    }

    RepositoryState create(RepositoryDraft draft, Author by) {
        sources.check(draft);
        Repository repository = repository(draft, 1);
        synchronized (changing) {
            if (store.get(draft.id()).isPresent()) {
                throw new CatalogueException(
                        CatalogueProblem.REPOSITORY_EXISTS,
                        "There is a repository " + draft.id() + " already. Choose another id, or change that one.");
            }
            records.created(repository, by);
            store.put(repository);
        }
        return state(repository);
    }

    RepositoryState replace(RepositoryDraft draft, OptionalLong expected, Author by) {
        sources.check(draft);
        Repository changed;
        synchronized (changing) {
            Repository before = current(draft.id(), expected);
            changed = repository(draft, before.revision() + 1);
            records.changed(before, changed, by);
            store.put(changed);
        }
        return state(changed);
    }

    void delete(String id, OptionalLong expected, Author by) {
        synchronized (changing) {
            Repository before = current(id, expected);
            List<String> usedBy = usedBy(id);
            if (!usedBy.isEmpty()) {
                throw new CatalogueException(
                        CatalogueProblem.REPOSITORY_IN_USE,
                        "These bundles came from repository " + id + " and get their updates from there: "
                                + String.join(", ", usedBy) + ". Uninstall them, or disable the repository instead.");
            }
            records.deleted(before, by);
            store.remove(id);
        }
    }

    private Repository current(String id, OptionalLong expected) {
        Repository before = known(id);
        if (expected.isPresent() && expected.getAsLong() != before.revision()) {
            throw new CatalogueException(
                    CatalogueProblem.REPOSITORY_CHANGED,
                    "Somebody else changed repository " + id + " meanwhile. Read it again and decide anew.");
        }
        return before;
    }

    private static Repository repository(RepositoryDraft draft, long revision) {
        return new Repository(
                draft.id(),
                draft.kind(),
                draft.url(),
                draft.priority(),
                draft.enabled(),
                draft.credentials(),
                revision);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A repository of which everything can be known: its bundles are kept in memory and read anew when they are old. */
abstract non-sealed class BundleSource implements Source {
    private static final Logger log = LoggerFactory.getLogger(BundleSource.class);

    private final Repository repository;
    private final Duration fresh;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Loaded loaded = new Loaded(List.of(), Health.UNKNOWN, System.nanoTime(), false);

    /** @param fresh for how long what was read counts */
    BundleSource(Repository repository, Duration fresh) {
        this.repository = repository;
        this.fresh = fresh;
    }

    /**
     * @param bundles what it has
     * @param health how it was
     * @param at when it was read
     * @param once whether it was read at all
     */
    record Loaded(List<IndexedBundle> bundles, Health health, long at, boolean once) {}

    /** What was read, and what is wrong with parts of it; empty if nothing is. */
    record Content(List<IndexedBundle> bundles, String problem) {}

    /** @throws CatalogueException if it cannot be read */
    abstract Content load(Deadline deadline);

    /**
     * Gets the jar of one of its bundles.
     *
     * @throws CatalogueException if it is not to be had
     */
    abstract void fetch(IndexedBundle bundle, Path target, Deadline deadline);

    @Override
    public final Repository repository() {
        return repository;
    }

    @Override
    public final Health health() {
        return loaded.health();
    }

    /** Returns what is known without looking. */
    final List<IndexedBundle> known() {
        return loaded.bundles();
    }

    /** Says whether nobody has looked yet. */
    final boolean isNew() {
        return !loaded.once();
    }

    /** Returns its bundles; those known before if it cannot be read now. */
    final List<IndexedBundle> bundles(Deadline deadline) {
        if (!isFresh()) {
            renew(deadline);
        }
        return loaded.bundles();
    }

    private boolean isFresh() {
        Loaded now = loaded;
        return now.once() && System.nanoTime() - now.at() < fresh.toNanos();
    }

    @Override
    public final void renew(Deadline deadline) {
        long asked = System.nanoTime();
        boolean mine = false;
        try {
            mine = loading.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            if (mine && (isNew() || loaded.at() - asked < 0)) {
                reload(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (mine) {
                loading.unlock();
            }
        }
    }

    private void reload(Deadline deadline) {
        try {
            Content content = load(deadline);
            Health health = Health.good(
                    content.bundles().size(),
                    java.util.Optional.of(content.problem()).filter(it -> !it.isEmpty()));
            loaded = new Loaded(List.copyOf(content.bundles()), health, System.nanoTime(), true);
        } catch (CatalogueException e) {
            log.debug("The repository {} cannot be read", repository.id(), e);
            loaded = new Loaded(loaded.bundles(), loaded.health().failed(e), System.nanoTime(), true);
        }
    }
}

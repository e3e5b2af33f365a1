/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.util.Optional;

/**
 * A bundle version that could be got.
 *
 * @param source who has it
 * @param bundle what an index says of it; empty for Maven
 * @param coordinates how Maven calls it; empty for others
 */
record Candidate(Source source, Optional<IndexedBundle> bundle, Optional<Coordinates> coordinates) {
    static Candidate of(BundleSource source, IndexedBundle bundle) {
        return new Candidate(source, Optional.of(bundle), Optional.empty());
    }

    static Candidate of(MavenSource source, Coordinates coordinates) {
        return new Candidate(source, Optional.empty(), Optional.of(coordinates));
    }

    String repository() {
        return source.repository().id();
    }

    /** Returns what tells it apart from all others. */
    String key() {
        return repository() + " "
                + coordinates
                        .map(Coordinates::toString)
                        .orElseGet(() -> bundle.map(IndexedBundle::location).orElse(""));
    }
}

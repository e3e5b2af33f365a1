/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.kernel.spi.Suggestions;
import io.subrack.kernel.spi.Suggestions.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** What the catalogue knows, if there is one: without it, or if it fails, everything else is shown all the same. */
final class Hints {
    private final List<Suggestions> sources;

    Hints(List<Suggestions> sources) {
        this.sources = sources;
    }

    List<Suggestion> providersOf(String namespace, String filter) {
        return ask(source -> source.providersOf(namespace, filter).stream()).toList();
    }

    Optional<Suggestion> updateOf(String symbolicName, Version live) {
        return sources.isEmpty()
                ? Optional.empty()
                : ask(source -> source.updateOf(symbolicName, live).stream()).findFirst();
    }

    private Stream<Suggestion> ask(Function<Suggestions, Stream<Suggestion>> question) {
        return sources.stream().flatMap(source -> {
            try {
                return question.apply(source);
            } catch (RuntimeException e) { // a hint is not worth an answer
                return Stream.empty();
            }
        });
    }
}

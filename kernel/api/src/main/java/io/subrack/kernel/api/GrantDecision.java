/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of the scopes that a plan {@link GrantChange.Effect#ASKED_NEW asks for} are granted. What was granted before is
 * kept whatever is decided; a {@link Change.Grant} takes it away.
 */
public sealed interface GrantDecision {
    /** Grants nothing new: the default everywhere. */
    record None() implements GrantDecision {}

    /** Grants all that the plan asks for. */
    record AllAsked() implements GrantDecision {}

    /**
     * Grants what is named, and nothing else that is new.
     *
     * @param scopes scopes by the symbolic name of the bundle that gets them
     */
    record Named(SortedMap<String, SortedSet<String>> scopes) implements GrantDecision {
        public Named {
            TreeMap<String, SortedSet<String>> copy = new TreeMap<>();
            scopes.forEach((bundle, granted) ->
                    copy.put(bundle, Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) granted))));
            scopes = Collections.unmodifiableSortedMap(copy);
        }
    }

    static GrantDecision none() {
        return new None();
    }

    static GrantDecision allAsked() {
        return new AllAsked();
    }

    static GrantDecision named(Map<String, ? extends Collection<String>> scopes) {
        TreeMap<String, SortedSet<String>> sorted = new TreeMap<>();
        scopes.forEach((bundle, granted) -> sorted.put(bundle, new TreeSet<>(granted)));
        return new Named(sorted);
    }
}

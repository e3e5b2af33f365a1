/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import io.subrack.kernel.api.Author;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A change of the admin layer of one PID.
 *
 * @param whole whether the layer is replaced; otherwise the keys that are not named stay
 * @param set values by key: texts, numbers, booleans, lists of these, or {@link Secret} for what is there already
 * @param unset keys to take away
 * @param expected the revision that the change is meant for; empty for whichever
 * @param by who asks for it
 * @param reason why; may be empty
 */
public record ChangeRequest(
        String pid,
        boolean whole,
        Map<String, Object> set,
        Set<String> unset,
        OptionalLong expected,
        Author by,
        String reason) {
    public ChangeRequest {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        unset = Set.copyOf(unset);
    }

    /** Takes the whole layer away. */
    public static ChangeRequest drop(String pid, OptionalLong expected, Author by, String reason) {
        return new ChangeRequest(pid, true, Map.of(), Set.of(), expected, by, reason);
    }

    /** Leaves out the values: one may be a secret. */
    @Override
    public String toString() {
        return "ChangeRequest[" + pid + " " + set.keySet() + " without " + unset + " by " + by.name() + "]";
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import java.util.List;

/**
 * What a change would do.
 *
 * @param faults why it would be refused
 * @param warnings what an admin should know, as sentences
 * @param differences what becomes of which key
 * @param restarts names of the components that would be given the new values, in place or by a new instance
 * @param restart whether it would count from the next start only
 */
public record Validation(
        List<Fault> faults,
        List<String> warnings,
        List<Difference> differences,
        List<String> restarts,
        boolean restart) {
    public Validation {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
        differences = List.copyOf(differences);
        restarts = List.copyOf(restarts);
    }

    public boolean valid() {
        return faults.isEmpty();
    }
}

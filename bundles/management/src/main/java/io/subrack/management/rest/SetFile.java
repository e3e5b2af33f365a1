/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.DeploymentSet;
import java.util.List;
import java.util.Set;

/** A deployment set as a file to keep or to compare. */
record SetFile(
        String format,
        long number,
        String created,
        String author,
        String reason,
        String deployment,
        List<Entry> bundles) {
    private static final String FORMAT = "subrack-set/1";

    static SetFile of(DeploymentSet set) {
        return new SetFile(
                FORMAT,
                set.number(),
                set.created().toString(),
                set.author(),
                set.reason(),
                set.deployment(),
                set.bundles().stream()
                        .map(entry -> new Entry(
                                entry.symbolicName(),
                                entry.version().toString(),
                                entry.artifact().hex(),
                                entry.state().name(),
                                entry.grants()))
                        .toList());
    }

    /** One bundle, pinned. */
    record Entry(String symbolicName, String version, String sha256, String state, Set<String> grants) {}
}

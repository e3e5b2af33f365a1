/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.SetEntry;
import java.util.List;
import java.util.Set;

/** A deployment set in JSON. */
record SetView(
        long number,
        boolean current,
        String created,
        String author,
        String reason,
        String deployment,
        List<Entry> bundles) {
    static SetView of(DeploymentSet set, long current) {
        return new SetView(
                set.number(),
                set.number() == current,
                set.created().toString(),
                set.author(),
                set.reason(),
                set.deployment(),
                set.bundles().stream().map(Entry::of).toList());
    }

    /** One bundle of the set. */
    record Entry(
            String symbolicName,
            String version,
            String artifact,
            String state,
            List<ContributionView> contributions,
            Set<String> grants) {
        static Entry of(SetEntry entry) {
            return new Entry(
                    entry.symbolicName(),
                    entry.version().toString(),
                    entry.artifact().hex(),
                    entry.state().name(),
                    ContributionView.of(entry.contributions()),
                    entry.grants());
        }
    }

    /** A set without its bundles, for lists. */
    record Summary(
            long number,
            boolean current,
            String created,
            String author,
            String reason,
            String deployment,
            int bundleCount) {
        static Summary of(DeploymentSet set, long current) {
            return new Summary(
                    set.number(),
                    set.number() == current,
                    set.created().toString(),
                    set.author(),
                    set.reason(),
                    set.deployment(),
                    set.bundles().size());
        }
    }
}

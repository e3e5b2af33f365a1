/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.SetEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two sets.
 *
 * @param bundles sorted by symbolic name; a bundle stands here once for each thing that is different
 * @param configuration what is different in the configuration that an admin has set, sorted by PID and key
 */
public record SetDiff(long from, long to, List<Change> bundles, List<Setting> configuration) {
    /**
     * One thing that is different.
     *
     * @param change {@code added}, {@code removed}, {@code updated}, {@code state} or {@code grants}
     * @param from the version, state or grants before; null if it is added
     * @param to the version, state or grants after; null if it is removed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Change(
            String symbolicName,
            String change,
            @Nullable String from,
            @Nullable String to) {}

    /**
     * A key of the configuration whose value is different.
     *
     * @param from what it was set to; null if it was not set
     * @param to what it is set to; null if it is not set
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Setting(
            String pid,
            String key,
            @Nullable String from,
            @Nullable String to) {}

    /** Compares two sets. */
    public static SetDiff of(DeploymentSet from, DeploymentSet to, List<Setting> configuration) {
        var names = new TreeSet<String>();
        from.bundles().forEach(entry -> names.add(entry.symbolicName()));
        to.bundles().forEach(entry -> names.add(entry.symbolicName()));
        var changes = new ArrayList<Change>();
        for (var name : names) {
            add(name, from.entry(name).orElse(null), to.entry(name).orElse(null), changes);
        }
        return new SetDiff(from.number(), to.number(), changes, configuration);
    }

    private static void add(String name, @Nullable SetEntry from, @Nullable SetEntry to, List<Change> changes) {
        if (from == null || to == null) {
            changes.add(new Change(
                    name,
                    from == null ? "added" : "removed",
                    from == null ? null : from.version().toString(),
                    to == null ? null : to.version().toString()));
            return;
        }
        if (!from.artifact().equals(to.artifact())) {
            changes.add(new Change(
                    name, "updated", from.version().toString(), to.version().toString()));
        }
        if (from.state() != to.state()) {
            changes.add(
                    new Change(name, "state", from.state().name(), to.state().name()));
        }
        if (!from.grants().equals(to.grants())) {
            changes.add(new Change(name, "grants", String.join(" ", from.grants()), String.join(" ", to.grants())));
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.kernel.api.BundleStatus;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bundle of the current set in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BundleView(
        String symbolicName,
        String version,
        String artifact,
        String state,
        String health,
        @Nullable Long bundleId,
        List<String> faults,
        List<ContributionView> contributions,
        Set<String> grants) {
    static BundleView of(BundleStatus status) {
        var entry = status.entry();
        return new BundleView(
                entry.symbolicName(),
                entry.version().toString(),
                entry.artifact().hex(),
                entry.state().name(),
                status.health().name(),
                status.bundleId().orElse(null),
                status.faults(),
                ContributionView.of(entry.contributions()),
                entry.grants());
    }
}

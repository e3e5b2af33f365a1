/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/** What happens to one bundle, in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BundleChangeView(
        String bundle,
        String action,
        @Nullable String from,
        @Nullable String to,
        @Nullable String artifact,
        boolean liveTwice,
        String why) {
    static List<BundleChangeView> of(List<BundleChange> changes) {
        return changes.stream().map(BundleChangeView::of).toList();
    }

    private static BundleChangeView of(BundleChange change) {
        return new BundleChangeView(
                change.symbolicName(),
                change.action().name(),
                change.from().map(Version::toString).orElse(null),
                change.to().map(Version::toString).orElse(null),
                change.artifact().map(Sha256::hex).orElse(null),
                change.liveTwice(),
                change.why());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.kernel.api.Deployment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment in a few words.
 *
 * @param bundleCount how many bundles it changes
 * @param bundles the first few of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecentDeployment(
        String id,
        String author,
        String reason,
        String status,
        String phase,
        int bundleCount,
        List<BundleChangeView> bundles,
        String started,
        @Nullable String ended,
        long durationMillis,
        @Nullable Long newSet,
        DeploymentView.@Nullable FailureView failure) {
    private static final int MOST_BUNDLES = 3;

    static RecentDeployment of(Deployment deployment) {
        return new RecentDeployment(
                deployment.id(),
                deployment.author(),
                deployment.reason(),
                deployment.status().name(),
                deployment.phase().name(),
                deployment.bundles().size(),
                BundleChangeView.of(
                        deployment.bundles().stream().limit(MOST_BUNDLES).toList()),
                deployment.started().toString(),
                deployment.ended().map(Instant::toString).orElse(null),
                deployment.duration(Instant.now()).toMillis(),
                deployment.newSet().orElse(null),
                deployment.failure().map(DeploymentView.FailureView::of).orElse(null));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Contribution;
import java.util.List;

/** A contribution in JSON. */
record ContributionView(String kind, String id) {
    static List<ContributionView> of(List<Contribution> contributions) {
        return contributions.stream()
                .map(one -> new ContributionView(one.kind(), one.id()))
                .toList();
    }
}

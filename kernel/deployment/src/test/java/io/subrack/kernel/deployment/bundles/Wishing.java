/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import io.subrack.kernel.deployment.bundles.wish.Wish;

/** A component that needs a {@link Wish}. */
public final class Wishing {
    public Wishing(Wish wish) {
        if (wish == null) {
            throw new IllegalArgumentException("no wish");
        }
    }
}

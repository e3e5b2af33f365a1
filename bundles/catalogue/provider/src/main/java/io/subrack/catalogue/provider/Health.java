/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * How a repository was when it was looked at last.
 *
 * @param checked when; empty if not yet
 * @param bundles how many bundle versions are known of it
 * @param failed whether it could not be read
 * @param problem what is wrong, as a sentence; also when it could be read in part
 */
record Health(Optional<Instant> checked, int bundles, boolean failed, Optional<String> problem) {
    static final Health UNKNOWN = new Health(Optional.empty(), 0, false, Optional.empty());

    static Health good(int bundles, Optional<String> problem) {
        return new Health(Optional.of(Instant.now()), bundles, false, problem);
    }

    Health failed(RuntimeException e) {
        return new Health(Optional.of(Instant.now()), bundles, true, Optional.of(String.valueOf(e.getMessage())));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.Repository;

/** A repository that can be read. Thread-safe. */
sealed interface Source permits BundleSource, MavenSource {
    Repository repository();

    Health health();

    /** Reads anew what is kept in memory; failures stand in {@link #health()}. */
    void renew(Deadline deadline);
}

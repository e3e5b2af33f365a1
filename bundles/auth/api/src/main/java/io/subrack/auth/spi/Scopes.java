/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The scopes that exist: the platform's, those of OpenID Connect, and what live bundles define. Thread-safe. */
@ProviderType
public interface Scopes {
    /** Returns all, sorted by name. */
    List<Known> known();

    /**
     * A scope.
     *
     * @param description a sentence for the person who is asked for it; empty if the bundle gives none
     * @param bundle symbolic name of the bundle that defines it; empty for the platform's
     */
    record Known(String name, String description, String bundle) {}
}

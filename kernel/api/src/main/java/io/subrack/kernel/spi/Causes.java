/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Cause;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/** Finds where failures of bundles and components begin, in the words of plans. Looks anew each time. Thread-safe. */
@ProviderType
public interface Causes {
    /** Returns what keeps a bundle of the current set from serving; empty if nothing does, or nobody knows what. */
    List<Cause> of(String symbolicName);

    /**
     * Returns what keeps a component from being active.
     *
     * @param bundle any bundle, of the platform too
     * @param component its name
     * @return the causes; empty if it is satisfied, disabled, or unknown
     */
    List<Cause> of(Bundle bundle, String component);
}

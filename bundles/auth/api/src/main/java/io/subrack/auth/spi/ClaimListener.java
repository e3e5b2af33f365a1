/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import org.osgi.annotation.versioning.ConsumerType;

/** Told when somebody has claimed this installation. An OSGi service: the guard is one. */
@ConsumerType
public interface ClaimListener {
    /** Called once the claim is on disk; must be quick. */
    void claimed();
}

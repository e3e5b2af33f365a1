/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

/** A component that cannot be made. */
public final class Failing {
    public Failing() {
        throw new IllegalArgumentException("key size must be positive", new IllegalStateException("size is -1"));
    }
}

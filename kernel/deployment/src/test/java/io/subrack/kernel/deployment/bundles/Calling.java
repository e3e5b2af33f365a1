/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import java.util.concurrent.Callable;

/** A component that calls another one while it is made. */
public final class Calling {
    public Calling(Callable<?> other) throws Exception {
        other.call();
    }
}

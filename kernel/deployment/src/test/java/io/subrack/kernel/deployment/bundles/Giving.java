/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import java.util.Map;
import java.util.function.Supplier;

/** A component that gives a service. */
public final class Giving implements Supplier<String> {
    public Giving(Map<String, Object> properties) {}

    @Override
    public String get() {
        return "given";
    }
}

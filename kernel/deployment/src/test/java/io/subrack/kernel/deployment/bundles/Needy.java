/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A component that needs a service. */
public final class Needy implements Callable<String> {
    private final Supplier<?> supplier;

    public Needy(Supplier<?> supplier) {
        this.supplier = supplier;
    }

    @Override
    public String call() {
        return "needed " + supplier.get();
    }
}

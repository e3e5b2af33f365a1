/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.spi.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Progress that nobody follows, and that ends the work at a step if a test wants that. */
final class Quiet implements Jobs.Progress {
    final List<String> steps = new ArrayList<>();
    private final int cancelledAfter;

    Quiet() {
        this(Integer.MAX_VALUE);
    }

    Quiet(int cancelledAfter) {
        this.cancelledAfter = cancelledAfter;
    }

    @Override
    public String id() {
        return "job";
    }

    @Override
    public void step(String name) {
        steps.add(name);
    }

    @Override
    public void detail(String text) {}

    @Override
    public void percent(int percent) {}

    @Override
    public boolean isCancelled() {
        return steps.size() > cancelledAfter;
    }

    @Override
    public void checkCancelled() {
        if (isCancelled()) {
            throw new CancellationException();
        }
    }
}

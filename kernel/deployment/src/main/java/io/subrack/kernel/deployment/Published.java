/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.util.function.UnaryOperator;

/** Holds the engine's state: writers follow one another, readers never wait. */
final class Published {
    private volatile EngineState state;
    private volatile long version;

    Published(EngineState first) {
        this.state = first;
    }

    EngineState get() {
        return state;
    }

    /** @param change computes the next state from the last; calls nobody */
    synchronized void update(UnaryOperator<EngineState> change) {
        state = change.apply(state);
        version = version + 1;
    }

    /** Returns a number that grows with each change; who keeps it instead of the state keeps no bundle alive. */
    long version() {
        return version;
    }
}

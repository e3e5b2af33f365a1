/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.kernel.api.Platform;
import java.time.Instant;
import java.util.List;

/** A platform in the state that a test gives it. */
final class FakePlatform implements Platform {
    State state = State.READY;
    List<String> awaiting = List.of();

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public Instant started() {
        return Instant.EPOCH;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public List<String> awaiting() {
        return awaiting;
    }
}

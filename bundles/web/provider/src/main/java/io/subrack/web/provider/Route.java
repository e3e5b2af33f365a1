/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.FrontDoor.State;
import org.jspecify.annotations.Nullable;

/**
 * One line of the route table.
 *
 * @param prefix the path prefix
 * @param bundle symbolic name of the owner
 * @param state what happens to requests
 * @param target who answers; present exactly while the state is {@code LIVE}
 * @param gap how long there is hope; present exactly while the state is {@code HELD}
 */
record Route(
        String prefix,
        String bundle,
        State state,
        @Nullable Target target,
        @Nullable Gap gap) {
    /**
     * A time without anybody who answers.
     *
     * @param untilNanos when whoever waits may give up, by {@link System#nanoTime()}
     * @param deployment whether a deployment is at work, so that there is hope beyond that
     */
    record Gap(long untilNanos, boolean deployment) {
        boolean hopeless() {
            return !deployment && System.nanoTime() - untilNanos > 0;
        }
    }
}

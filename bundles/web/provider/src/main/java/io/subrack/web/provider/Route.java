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
 */
record Route(
        String prefix, String bundle, State state, @Nullable Target target) {}

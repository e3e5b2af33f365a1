/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.web.spi.Access;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests of one live route go.
 *
 * @param access when it is reached
 * @param requirement what callers must have; null if the handler decides, or nobody asks
 * @param hosted who answers
 * @param maxBodyBytes how large a request's body may be; 0 for the common limit
 */
record Target(Access access, @Nullable AccessRequirement requirement, Hosted hosted, long maxBodyBytes) {}

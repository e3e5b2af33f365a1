/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.Access;

/**
 * Where the requests of one live route go.
 *
 * @param access who may call it
 * @param hosted who answers
 * @param maxBodyBytes how large a request's body may be; 0 for the common limit
 */
record Target(Access access, Hosted hosted, long maxBodyBytes) {}

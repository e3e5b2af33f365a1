/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

/** Answers the requests for one path. Called by many threads at once. */
@FunctionalInterface
interface Endpoint {
    /**
     * Answers a request.
     *
     * @throws OAuthException for refusals in JSON
     * @throws io.subrack.auth.spi.StoreUnavailableException if the database cannot be reached
     */
    Reply answer(Call call);
}

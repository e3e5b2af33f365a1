/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.ClientStore.Client;

/** One way to get tokens. */
interface TokenGrant {
    /**
     * Answers a request of a client that has authenticated and may use this way.
     *
     * @throws OAuthException for every refusal
     */
    Reply answer(Call call, FormParameters form, Client client);
}

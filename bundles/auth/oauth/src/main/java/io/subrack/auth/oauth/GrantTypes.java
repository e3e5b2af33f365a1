/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.util.List;

/** The values of {@code grant_type}. */
final class GrantTypes {
    static final String AUTHORIZATION_CODE = "authorization_code";
    static final String REFRESH_TOKEN = "refresh_token";
    static final String CLIENT_CREDENTIALS = "client_credentials";
    static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    static final List<String> ALL =
            List.of(AUTHORIZATION_CODE, REFRESH_TOKEN, CLIENT_CREDENTIALS, DEVICE_CODE, TOKEN_EXCHANGE);

    private GrantTypes() {}
}

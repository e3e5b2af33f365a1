/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

/** Where the endpoints are. */
final class Paths {
    static final String OPENID_CONFIGURATION = "/.well-known/openid-configuration";
    static final String SERVER_METADATA = "/.well-known/oauth-authorization-server";
    static final String BASE = "/oauth2";
    static final String JWKS = BASE + "/jwks";
    static final String AUTHORIZE = BASE + "/authorize";
    static final String TOKEN = BASE + "/token";
    static final String INTROSPECT = BASE + "/introspect";
    static final String REVOKE = BASE + "/revoke";
    static final String USERINFO = BASE + "/userinfo";
    static final String LOGOUT = BASE + "/logout";
    static final String DEVICE_AUTHORIZATION = BASE + "/device_authorization";

    static final String LOGIN_PAGE = "/login";
    static final String CONSENT_PAGE = "/consent";
    static final String DEVICE_PAGE = "/device";

    private Paths() {}
}

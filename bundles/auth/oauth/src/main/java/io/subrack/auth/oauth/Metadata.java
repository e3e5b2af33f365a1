/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.Issuer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes the server (RFC 8414, OpenID Connect Discovery 1.0): what is there, and nothing else. */
final class Metadata {
    private final Issuer issuer;

    Metadata(Issuer issuer) {
        this.issuer = issuer;
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", issuer.url().toString());
        endpoint(members, "authorization_endpoint", Paths.AUTHORIZE);
        endpoint(members, "token_endpoint", Paths.TOKEN);
        endpoint(members, "userinfo_endpoint", Paths.USERINFO);
        endpoint(members, "jwks_uri", Paths.JWKS);
        endpoint(members, "introspection_endpoint", Paths.INTROSPECT);
        endpoint(members, "revocation_endpoint", Paths.REVOKE);
        endpoint(members, "end_session_endpoint", Paths.LOGOUT);
        endpoint(members, "device_authorization_endpoint", Paths.DEVICE_AUTHORIZATION);
        members.put(
                "scopes_supported", ScopeRules.OF_THE_PERSON.stream().sorted().toList());
        members.put("response_types_supported", List.of("code"));
        members.put("response_modes_supported", List.of("query", "form_post"));
        members.put("grant_types_supported", GrantTypes.ALL);
        members.put("code_challenge_methods_supported", List.of(Pkce.METHOD));
        authentication(members, "token_endpoint", ClientAuthentication.METHODS);
        authentication(members, "revocation_endpoint", ClientAuthentication.METHODS);
        authentication(
                members,
                "introspection_endpoint",
                ClientAuthentication.METHODS.stream()
                        .filter(method -> !method.equals(ClientAuthentication.NONE))
                        .toList());
        members.put("subject_types_supported", List.of("public"));
        members.put("id_token_signing_alg_values_supported", List.of("ES256", "RS256"));
        members.put("prompt_values_supported", List.of("none", "login", "consent"));
        members.put(
                "claims_supported",
                List.of(
                        "iss",
                        "sub",
                        "aud",
                        "exp",
                        "iat",
                        "auth_time",
                        "nonce",
                        "amr",
                        "sid",
                        "at_hash",
                        "name",
                        "preferred_username",
                        "email",
                        "email_verified"));
        members.put("claims_parameter_supported", false);
        members.put("request_parameter_supported", false);
        members.put("request_uri_parameter_supported", false);
        members.put("authorization_response_iss_parameter_supported", true);
        return members;
    }

    private void endpoint(Map<String, Object> members, String name, String path) {
        members.put(name, issuer.url(path));
    }

    private static void authentication(Map<String, Object> members, String endpoint, List<String> methods) {
        members.put(endpoint + "_auth_methods_supported", methods);
        members.put(endpoint + "_auth_signing_alg_values_supported", ClientAssertions.ALGORITHMS);
    }
}

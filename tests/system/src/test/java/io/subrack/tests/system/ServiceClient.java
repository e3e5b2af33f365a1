/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** A client on its own account, for operations of bundles: the admin's token opens the platform's only. */
final class ServiceClient {
    private ServiceClient() {}

    /** Registers a client and returns what calls with its token. */
    static ApiClient with(Subrack subrack, String id, String... scopes) throws IOException, InterruptedException {
        String quoted = Arrays.stream(scopes).map(scope -> "\"" + scope + "\"").collect(Collectors.joining(","));
        ApiAnswer registered = subrack.operator()
                .post(
                        ApiClient.MANAGEMENT + "/clients",
                        "{\"id\":\"%s\",\"name\":\"%s\",\"authentication\":\"client_secret_basic\",\"grantTypes\":[\"client_credentials\"],\"scopes\":[%s]}"
                                .formatted(id, id, quoted));
        if (registered.status() != 201) {
            throw new AssertionError(registered.toString());
        }
        String secret = registered.json().findPath("secret").asText();
        String basic = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        ApiAnswer token = subrack.client("")
                .send(
                        "POST",
                        "/oauth2/token",
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString("grant_type=client_credentials"),
                        "Authorization",
                        "Basic " + basic);
        if (token.status() != 200) {
            throw new AssertionError(token.toString());
        }
        return subrack.client(token.json().path("access_token").asText());
    }
}

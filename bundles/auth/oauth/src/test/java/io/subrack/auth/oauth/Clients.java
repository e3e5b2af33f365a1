/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.ClientStore.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Makes clients that differ a little from a usual one. */
final class Clients {
    static final String SECRET = "srx_a+b c%";
    static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");

    private String id;
    private boolean enabled = true;
    private String authentication = "client_secret_basic";
    private List<String> redirectUris = List.of("https://app.example/cb", "http://127.0.0.1/cb");
    private Set<String> grantTypes = Set.copyOf(GrantTypes.ALL);
    private Set<String> scopes = Set.of("openid", "profile", "email", "offline_access", "orders.read", "orders.write");
    private List<Secret> secrets = List.of(new Secret("s1", Opaque.hash(SECRET), CREATED, null));
    private String jwks;
    private boolean pkceRequired = true;
    private boolean consentRequired;
    private Instant notBefore;

    static Clients client(String id) {
        Clients builder = new Clients();
        builder.id = id;
        return builder;
    }

    Clients disabled() {
        enabled = false;
        return this;
    }

    Clients isPublic() {
        authentication = "none";
        secrets = List.of();
        return this;
    }

    Clients byKey(String keys) {
        authentication = "private_key_jwt";
        secrets = List.of();
        jwks = keys;
        return this;
    }

    Clients redirectUris(String... uris) {
        redirectUris = List.of(uris);
        return this;
    }

    Clients grantTypes(String... types) {
        grantTypes = Set.of(types);
        return this;
    }

    Clients scopes(String... all) {
        scopes = Set.of(all);
        return this;
    }

    Clients secrets(Secret... all) {
        secrets = List.of(all);
        return this;
    }

    Clients withoutPkce() {
        pkceRequired = false;
        return this;
    }

    Clients withConsent() {
        consentRequired = true;
        return this;
    }

    Clients notBefore(Instant instant) {
        notBefore = instant;
        return this;
    }

    Client build() {
        return new Client(
                id,
                "The " + id,
                enabled,
                authentication,
                redirectUris,
                List.of("https://app.example/bye"),
                Set.of("https://app.example"),
                grantTypes,
                scopes,
                secrets,
                jwks,
                pkceRequired,
                consentRequired,
                "ES256",
                CREATED,
                notBefore,
                1);
    }
}

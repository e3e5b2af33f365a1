/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.ClientStore.Consent;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.Scopes;
import io.subrack.auth.spi.SigningKeys;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the API shows. */
final class Views {
    private Views() {}

    private static List<String> sorted(Collection<String> texts) {
        return List.copyOf(new TreeSet<>(texts));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** A client without its secrets. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ClientView(
            String id,
            String name,
            boolean enabled,
            String authentication,
            List<String> redirectUris,
            List<String> postLogoutRedirectUris,
            List<String> origins,
            List<String> grantTypes,
            List<String> scopes,
            List<SecretView> secrets,
            @JsonRawValue @Nullable String jwks,
            boolean pkceRequired,
            boolean consentRequired,
            String idTokenAlgorithm,
            String created,
            @Nullable String notBefore,
            long version,
            @Nullable String secret) {
        /** @param secret shown this once; null for none */
        static ClientView of(Client client, @Nullable String secret) {
            return new ClientView(
                    client.id(),
                    client.name(),
                    client.enabled(),
                    client.authentication(),
                    client.redirectUris(),
                    client.postLogoutRedirectUris(),
                    sorted(client.origins()),
                    sorted(client.grantTypes()),
                    sorted(client.scopes()),
                    client.secrets().stream()
                            .map(one -> new SecretView(
                                    one.id(), String.valueOf(text(one.created())), text(one.expires()), null))
                            .toList(),
                    client.jwks(),
                    client.pkceRequired(),
                    client.consentRequired(),
                    client.idTokenAlgorithm(),
                    client.created().toString(),
                    text(client.notBefore()),
                    client.version(),
                    secret);
        }

        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "client " + id;
        }
    }

    /** A secret: its value only when it is new. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SecretView(
            String id,
            String created,
            @Nullable String expires,
            @Nullable String secret) {
        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "secret " + id;
        }
    }

    /** A grant of a user. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GrantView(
            String id,
            String user,
            String client,
            List<String> scopes,
            @Nullable String session,
            String authenticated,
            String created,
            String expires) {
        static GrantView of(Grant grant) {
            return new GrantView(
                    grant.id(),
                    grant.userId(),
                    grant.clientId(),
                    sorted(grant.scopes()),
                    grant.sessionId(),
                    grant.authenticated().toString(),
                    grant.created().toString(),
                    grant.expires().toString());
        }
    }

    /** What a user allowed a client. */
    record ConsentView(String user, String client, List<String> scopes, String given) {
        static ConsentView of(Consent consent) {
            return new ConsentView(
                    consent.userId(),
                    consent.clientId(),
                    sorted(consent.scopes()),
                    consent.given().toString());
        }
    }

    /** A signing key without its private part. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeyView(
            String kid,
            String algorithm,
            String state,
            String created,
            String activates,
            @Nullable String retired,
            @Nullable String removed) {
        static KeyView of(SigningKeys.Key key) {
            return new KeyView(
                    key.kid(),
                    key.algorithm(),
                    key.state().name(),
                    key.created().toString(),
                    key.activates().toString(),
                    text(key.retired()),
                    text(key.removed()));
        }
    }

    /** A scope that exists. */
    record ScopeView(String name, String description, String bundle) {
        static ScopeView of(Scopes.Known scope) {
            return new ScopeView(scope.name(), scope.description(), scope.bundle());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.ClientStore.Secret;
import io.subrack.kernel.api.AccessHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client as somebody wants it, checked. */
final class ClientDraft {
    static final Set<String> MEMBERS = Set.of(
            "id",
            "name",
            "enabled",
            "authentication",
            "redirectUris",
            "postLogoutRedirectUris",
            "origins",
            "grantTypes",
            "scopes",
            "jwks",
            "pkceRequired",
            "consentRequired",
            "idTokenAlgorithm");

    static final String NONE = "none";
    static final String SECRET = "client_secret_basic";
    static final String PRIVATE_KEY_JWT = "private_key_jwt";

    private static final String CODE = "authorization_code";
    static final String CLIENT_CREDENTIALS = "client_credentials";
    static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final Set<String> GRANT_TYPES = Set.of(
            CODE, "refresh_token", CLIENT_CREDENTIALS, "urn:ietf:params:oauth:grant-type:device_code", TOKEN_EXCHANGE);

    private static final Set<String> AUTHENTICATIONS = Set.of(NONE, SECRET, PRIVATE_KEY_JWT);
    private static final Set<String> ALGORITHMS = Set.of("ES256", "RS256");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final int MAX_NAME_CHARS = 100;

    private final ClientBody body;

    ClientDraft(ClientBody body) {
        this.body = body;
    }

    /** Returns a new client, with its first secret if it uses secrets. */
    Client fresh(String newId, List<Secret> secrets, Instant now) {
        String id = body.text("id");
        String authentication = choice("authentication", SECRET, AUTHENTICATIONS);
        Client client = new Client(
                id == null ? newId : id,
                name(null),
                body.flag("enabled", true),
                authentication,
                uris("redirectUris", List.of(), UriRules::redirect),
                uris("postLogoutRedirectUris", List.of(), UriRules::redirect),
                Set.copyOf(uris("origins", List.of(), UriRules::origin)),
                grantTypes(Set.of(CODE, "refresh_token")),
                scopes(Set.of()),
                authentication.equals(SECRET) ? secrets : List.of(),
                jwks(null),
                body.flag("pkceRequired", true),
                body.flag("consentRequired", true),
                choice("idTokenAlgorithm", "ES256", ALGORITHMS),
                now,
                null,
                0);
        return checked(client);
    }

    /** Returns a client with the members that are given changed, the others as they are. */
    Client changed(Client old) {
        if (body.has("id") && !old.id().equals(body.text("id"))) {
            body.fault("id", "cannot be changed; make another client");
        }
        String authentication = choice("authentication", old.authentication(), AUTHENTICATIONS);
        Client client = new Client(
                old.id(),
                name(old.name()),
                body.flag("enabled", old.enabled()),
                authentication,
                uris("redirectUris", old.redirectUris(), UriRules::redirect),
                uris("postLogoutRedirectUris", old.postLogoutRedirectUris(), UriRules::redirect),
                Set.copyOf(uris("origins", List.copyOf(old.origins()), UriRules::origin)),
                grantTypes(old.grantTypes()),
                scopes(old.scopes()),
                authentication.equals(SECRET) ? old.secrets() : List.of(),
                jwks(old.jwks()),
                body.flag("pkceRequired", old.pkceRequired()),
                body.flag("consentRequired", old.consentRequired()),
                choice("idTokenAlgorithm", old.idTokenAlgorithm(), ALGORITHMS),
                old.created(),
                old.notBefore(),
                old.version());
        return checked(client);
    }

    private Client checked(Client client) {
        require(
                ID.matcher(client.id()).matches(),
                "id",
                "must be 1 to 100 letters, digits, '.', '_' and '-', beginning with a letter or digit");
        require(
                !client.grantTypes().contains(CODE) || !client.redirectUris().isEmpty(),
                "redirectUris",
                "must have one at least for authorization_code");
        require(
                client.pkceRequired() || !client.isPublic(),
                "pkceRequired",
                "may be false only for clients with a credential");
        require(
                !client.isPublic()
                        || (!client.grantTypes().contains(CLIENT_CREDENTIALS)
                                && !client.grantTypes().contains(TOKEN_EXCHANGE)),
                "grantTypes",
                "client_credentials and token-exchange are for clients with a credential");
        require(
                !client.authentication().equals(PRIVATE_KEY_JWT) || client.jwks() != null,
                "jwks",
                "is needed for private_key_jwt");
        body.check();
        return client;
    }

    private String name(@Nullable String old) {
        String name = body.text("name");
        if (name == null && old != null) {
            return old;
        }
        boolean good = name != null
                && !name.isBlank()
                && name.length() <= MAX_NAME_CHARS
                && name.codePoints().noneMatch(ClientDraft::isUnprintable);
        require(good, "name", "must be 1 to " + MAX_NAME_CHARS + " printable characters");
        return name == null ? "" : name;
    }

    private static boolean isUnprintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private List<String> uris(String member, List<String> otherwise, Function<String, Optional<String>> rule) {
        List<String> uris = body.texts(member, otherwise);
        for (int i = 0; i < uris.size(); i++) {
            String where = member + "[" + i + "]";
            rule.apply(uris.get(i)).ifPresent(fault -> body.fault(where, fault));
        }
        return uris;
    }

    private Set<String> grantTypes(Set<String> otherwise) {
        Set<String> types = new TreeSet<>(body.texts("grantTypes", List.copyOf(otherwise)));
        require(
                GRANT_TYPES.containsAll(types),
                "grantTypes",
                "can only have " + String.join(", ", new TreeSet<>(GRANT_TYPES)));
        return types;
    }

    private Set<String> scopes(Set<String> otherwise) {
        Set<String> scopes = new TreeSet<>(body.texts("scopes", List.copyOf(otherwise)));
        require(scopes.stream().allMatch(AccessHeaders::isScope), "scopes", "must be names of scopes, as orders.read");
        return scopes;
    }

    private String choice(String member, String otherwise, Set<String> allowed) {
        String text = body.text(member);
        if (text == null) {
            return otherwise;
        }
        require(allowed.contains(text), member, "must be one of " + String.join(", ", new TreeSet<>(allowed)));
        return text;
    }

    private @Nullable String jwks(@Nullable String otherwise) {
        String json = body.json("jwks");
        if (json == null) {
            return otherwise;
        }
        boolean good;
        try {
            Set<Jwk<?>> keys = Jwks.setParser().build().parse(json).getKeys();
            good = !keys.isEmpty() && keys.stream().allMatch(PublicJwk.class::isInstance);
        } catch (JwtException | IllegalArgumentException e) {
            good = false;
        }
        require(good, "jwks", "must be a JWK set with public keys only, as {\"keys\": […]}");
        return json;
    }

    private void require(boolean holds, String where, String otherwise) {
        if (!holds) {
            body.fault(where, otherwise);
        }
    }
}

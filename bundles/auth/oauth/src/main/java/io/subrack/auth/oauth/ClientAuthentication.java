/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.ClientStore.Client;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which client sends a request (RFC 6749 section 2.3, RFC 7523 section 2.2). */
final class ClientAuthentication {
    static final String NONE = "none";
    static final String SECRET = "client_secret_basic";
    static final String SECRET_POST = "client_secret_post";
    static final String PRIVATE_KEY_JWT = "private_key_jwt";
    static final List<String> METHODS = List.of(SECRET, SECRET_POST, PRIVATE_KEY_JWT, NONE);

    /** What secrets of unknown clients are compared with, so that it takes as long; no secret has this hash. */
    private static final String NOBODY = Opaque.hash(Opaque.secret(""));

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MAX_ID_CHARS = 200;
    private static final int TOO_MANY = 429;

    /** Many clients can share an address. */
    private static final int CLIENTS_OF_A_NETWORK = 5;

    private final ClientStore clients;
    private final ClientAssertions assertions;
    private final Audit audit;
    private final Clock clock;
    private final int allowedFailures;
    private final Attempts ofNetworks;
    private final Attempts failures;

    ClientAuthentication(
            ClientStore clients, ClientAssertions assertions, Audit audit, Clock clock, int allowedFailures) {
        this.clients = clients;
        this.assertions = assertions;
        this.audit = audit;
        this.clock = clock;
        this.allowedFailures = allowedFailures;
        this.ofNetworks = new Attempts(clock, WINDOW, this::summarizeNetwork);
        this.failures = new Attempts(clock, WINDOW, this::summarize);
    }

    /**
     * Returns the client.
     *
     * @throws OAuthException {@code invalid_client} or, for two methods at once, {@code invalid_request}
     */
    Client authenticate(Call call, FormParameters form, String realm) {
        List<String> headers = call.headers("authorization");
        boolean assertion = form.has("client_assertion") || form.has("client_assertion_type");
        if ((headers.isEmpty() ? 0 : headers.size()) + (form.has("client_secret") ? 1 : 0) + (assertion ? 1 : 0) > 1) {
            throw OAuthException.invalidRequest("a client must authenticate in one way only");
        }
        if (!headers.isEmpty()) {
            return byHeader(headers.get(0), call, form, "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
        }
        if (assertion) {
            return byAssertion(call, form);
        }
        String id = form.get("client_id")
                .orElseThrow(() -> OAuthException.invalidRequest("the client does not say who it is"));
        String secret = form.orNull("client_secret");
        return secret == null ? byId(id, call) : bySecret(id, secret, call, null);
    }

    private Client byHeader(String header, Call call, FormParameters form, String challenge) {
        Optional<BasicCredentials> parsed = BasicCredentials.parse(header);
        if (parsed.isEmpty()) {
            throw refused("", "malformed credentials", call, challenge);
        }
        BasicCredentials credentials = parsed.get();
        if (form.has("client_id") && !form.get("client_id").equals(Optional.of(credentials.id()))) {
            throw OAuthException.invalidRequest("client_id is not the client that authenticates");
        }
        return bySecret(credentials.id(), credentials.secret(), call, challenge);
    }

    private Client bySecret(String id, String secret, Call call, @Nullable String challenge) {
        Optional<Client> client = find(id);
        boolean known = client.isPresent() ? isSecretOf(client.get(), secret) : isSame(NOBODY, secret);
        if (!known) {
            throw refused(id, "unknown client or wrong secret", call, challenge);
        }
        return client.orElseThrow();
    }

    private boolean isSecretOf(Client client, String secret) {
        boolean matches = false;
        for (ClientStore.Secret valid : client.secrets()) {
            boolean alive = valid.expires() == null || clock.instant().isBefore(valid.expires());
            matches |= isSame(valid.hash(), secret) && alive;
        }
        return matches && client.authentication().equals(SECRET);
    }

    private static boolean isSame(String hash, String secret) {
        return Opaque.same(hash, Opaque.hash(secret));
    }

    private Client byId(String id, Call call) {
        return find(id).filter(Client::isPublic)
                .orElseThrow(() -> refused(id, "unknown client, or it showed no credential", call, null));
    }

    private Client byAssertion(Call call, FormParameters form) {
        if (!form.get("client_assertion_type").equals(Optional.of(ClientAssertions.TYPE))) {
            throw OAuthException.invalidRequest("client_assertion_type must be " + ClientAssertions.TYPE);
        }
        String assertion = form.get("client_assertion")
                .orElseThrow(() -> OAuthException.invalidRequest("client_assertion is missing"));
        Optional<ClientAssertions.Claim> claim = ClientAssertions.read(assertion);
        String id = claim.map(ClientAssertions.Claim::clientId).orElse("");
        if (form.has("client_id") && !form.get("client_id").equals(Optional.of(id))) {
            throw OAuthException.invalidRequest("client_id is not the client that authenticates");
        }
        return find(id).filter(client -> client.authentication().equals(PRIVATE_KEY_JWT))
                .filter(client -> assertions.isGood(claim.orElseThrow(), client))
                .orElseThrow(() -> refused(id, "unknown client or bad assertion", call, null));
    }

    private Optional<Client> find(String id) {
        return id.isEmpty() || id.length() > MAX_ID_CHARS
                ? Optional.empty()
                : clients.client(id).filter(Client::enabled);
    }

    /**
     * Counts a failure. Who has the right secret is let in whatever was counted: 256 random bits cannot be guessed, so
     * to lock would help only those who want a client locked out. The first failure of a client from a network is written
     * down at once, how many there were when the window is over.
     */
    private OAuthException refused(String id, String reason, Call call, @Nullable String challenge) {
        String shown = id.length() > MAX_ID_CHARS ? "" : id;
        String network = Networks.of(call.from().address());
        if (ofNetworks.count(network) > CLIENTS_OF_A_NETWORK * allowedFailures) {
            return tooMany();
        }
        int count = failures.count(network + " " + shown);
        if (count == 1) {
            audit.refused(AuditTypes.CLIENT_REFUSED, shown, reason, call.from());
        }
        return count <= allowedFailures ? OAuthException.invalidClient(challenge) : tooMany();
    }

    /** Writes down what is over, and forgets it. */
    void sweep() {
        ofNetworks.sweep();
        failures.sweep();
        assertions.sweep();
    }

    private void summarizeNetwork(String network, int count) {
        if (count > CLIENTS_OF_A_NETWORK * allowedFailures) {
            audit.failures(AuditTypes.CLIENT_REFUSED, "", count, network);
        }
    }

    private void summarize(String key, int count) {
        if (count > 1) {
            int blank = key.indexOf(' ');
            audit.failures(AuditTypes.CLIENT_REFUSED, key.substring(blank + 1), count, key.substring(0, blank));
        }
    }

    private OAuthException tooMany() {
        return OAuthException.of(
                "invalid_client",
                TOO_MANY,
                "too many failed attempts; wait and repeat",
                Map.of("Retry-After", Long.toString(failures.length().toSeconds())));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.api.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the resources work with, in memory. */
final class House {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);

    final Map<String, ClientStore.Client> stored = new TreeMap<>();
    final List<AuditEvent> events = new ArrayList<>();
    final List<String> revoked = new ArrayList<>();
    final Map<String, String> headers = new HashMap<>();
    Set<String> scopes = Set.of("platform.clients", "platform.read");
    Set<String> roles = Set.of();
    boolean down;
    boolean revocationsDown;
    boolean beyond;

    final AccountAdmin accounts = fake(AccountAdmin.class, (proxy, method, arguments) -> {
        if (beyond) {
            throw new ProblemException(AccountProblem.BEYOND_OWN_RIGHTS, "beyond");
        }
        return null;
    });

    final ClientStore clients = fake(ClientStore.class, (proxy, method, arguments) -> {
        if (down) {
            throw new StoreUnavailableException("down", new IllegalStateException());
        }
        return switch (method.getName()) {
            case "client" -> Optional.ofNullable(stored.get((String) arguments[0]));
            case "clients" ->
                stored.values().stream()
                        .filter(client -> client.id().compareTo((String) arguments[1]) > 0)
                        .limit((int) arguments[2])
                        .toList();
            case "create" -> create((ClientStore.Client) arguments[0]);
            case "update" -> update((ClientStore.Client) arguments[0]);
            case "deleteClient" -> stored.remove((String) arguments[0]) != null;
            case "consents" -> List.of(new ClientStore.Consent("ada", "web", Set.of("b", "a"), CLOCK.instant()));
            case "withdrawConsent" -> arguments[1].equals("web");
            default -> throw new UnsupportedOperationException(method.getName());
        };
    });

    final GrantStore grants = fake(GrantStore.class, (proxy, method, arguments) -> switch (method.getName()) {
        case "alive" -> List.of("g1");
        case "revokeAll" -> {
            revoked.add("all " + arguments[0] + " " + arguments[1]);
            yield List.of();
        }
        case "revoke" -> {
            revoked.add("row " + arguments[0]);
            yield true;
        }
        case "grant" -> Optional.of(grant()).filter(grant -> grant.id().equals(arguments[0]));
        case "grants" -> List.of(grant());
        default -> throw new UnsupportedOperationException(method.getName());
    });

    final Revocations revocations = fake(Revocations.class, (proxy, method, arguments) -> {
        if (revocationsDown) {
            throw new StoreUnavailableException("down", new IllegalStateException());
        }
        revoked.add(method.getName() + " " + arguments[0]);
        return null;
    });

    final AuditLog audit = fake(AuditLog.class, (proxy, method, arguments) -> {
        events.add((AuditEvent) arguments[0]);
        return AuditAnchor.BEGINNING;
    });

    final Map<String, String[]> parameters = new HashMap<>();

    final HttpServletRequest request =
            fake(HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "getHeader" -> headers.get((String) arguments[0]);
                case "getAttribute" -> null;
                case "getRequestURI" -> "/api/platform/v1/clients";
                case "getParameterMap" -> parameters;
                case "getRemoteAddr" -> "192.0.2.7";
                case "getUserPrincipal" -> caller();
                default -> throw new UnsupportedOperationException(method.getName());
            });

    /** Returns the request with these parameters alone, each name followed by its value. */
    HttpServletRequest asking(String... query) {
        parameters.clear();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put(query[i], new String[] {query[i + 1]});
        }
        return request;
    }

    /** Makes the caller an admin with all of an admin's rights. */
    void unlimited() {
        roles = Set.of("admin");
        scopes = ClientRights.PLATFORM;
    }

    private static GrantStore.Grant grant() {
        return new GrantStore.Grant(
                "g1",
                "ada",
                "web",
                Set.of("openid"),
                null,
                CLOCK.instant(),
                List.of("pwd"),
                CLOCK.instant(),
                CLOCK.instant().plusSeconds(60),
                null);
    }

    private Caller caller() {
        return new Caller(
                Caller.Kind.USER, "ada", "ada", "subrack-cli", scopes, roles, "t1", null, null, List.of(), null);
    }

    private Object create(ClientStore.Client client) {
        if (stored.putIfAbsent(client.id(), client) != null) {
            throw new StoreConflictException("the client id is taken");
        }
        return null;
    }

    private ClientStore.Client update(ClientStore.Client client) {
        if (stored.get(client.id()).version() != client.version()) {
            throw new StoreConflictException("the client was changed");
        }
        var next = new ClientStore.Client(
                client.id(),
                client.name(),
                client.enabled(),
                client.authentication(),
                client.redirectUris(),
                client.postLogoutRedirectUris(),
                client.origins(),
                client.grantTypes(),
                client.scopes(),
                client.secrets(),
                client.jwks(),
                client.pkceRequired(),
                client.consentRequired(),
                client.idTokenAlgorithm(),
                client.created(),
                client.notBefore(),
                client.version() + 1);
        stored.put(client.id(), next);
        return next;
    }

    static InputStream body(String json) {
        return new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

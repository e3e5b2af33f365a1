/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.DeviceRequest;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.Scopes;
import io.subrack.auth.spi.SessionStore.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets the pages see and answer running authorizations. */
@Component(service = AuthorizationRequests.class)
public final class RunningRequests implements AuthorizationRequests {
    private static final int USER_CODE_CHARS = 8;

    private final Services services;
    private final RequestSeal seal;
    private final Scopes scopes;
    private final ClientAnswers answers;

    @Activate
    public RunningRequests(@Reference Wiring wiring, @Reference Scopes scopes) {
        this(wiring.services(), wiring.seal(), scopes);
    }

    RunningRequests(Services services, RequestSeal seal, Scopes scopes) {
        this.services = services;
        this.seal = seal;
        this.scopes = scopes;
        this.answers = new ClientAnswers(services.issuer());
    }

    @Override
    public Optional<Pending> pending(String request) {
        return seal.open(request)
                .flatMap(open ->
                        client(open.clientId()).map(client -> pending(client, open.loginHint(), open.scopes())));
    }

    @Override
    public boolean allow(String request, Session session, Set<String> allowed) {
        Optional<AuthorizationRequest> open = seal.open(request);
        open.ifPresent(asked -> {
            SortedSet<String> given = new TreeSet<>(asked.scopes());
            given.retainAll(allowed);
            services.clients()
                    .allow(
                            session.userId(),
                            asked.clientId(),
                            given,
                            services.clock().instant());
            services.consents().add(request, session.userId(), given, Settings.REQUEST_LIFETIME);
            note(true, session, asked.clientId(), given);
        });
        return open.isPresent();
    }

    @Override
    public Optional<Answer> deny(String request) {
        return seal.open(request)
                .map(asked -> answers.error(asked.target(), "access_denied", "the user does not allow it"));
    }

    @Override
    public Optional<Pending> device(String userCode) {
        return asked(userCode)
                .flatMap(device -> client(device.clientId()).map(client -> pending(client, "", device.scopes())));
    }

    @Override
    public boolean answerDevice(String userCode, Session session, boolean allowed) {
        Optional<DeviceRequest> device = asked(userCode);
        if (device.isEmpty() || client(device.get().clientId()).isEmpty()) {
            return false;
        }
        Instant now = services.clock().instant();
        Grant grant = allowed ? grant(device.get(), session, now) : null;
        boolean answered = services.grants().answerDevice(device.get().userCode(), grant, now);
        if (answered) {
            note(allowed, session, device.get().clientId(), device.get().scopes());
        }
        return answered;
    }

    private Grant grant(DeviceRequest device, Session session, Instant now) {
        return new Grant(
                Opaque.id(),
                session.userId(),
                device.clientId(),
                device.scopes(),
                null,
                session.authenticated(),
                session.methods(),
                now,
                now.plus(services.settings().refreshAbsolute()),
                null);
    }

    private void note(boolean allowed, Session session, String clientId, Set<String> about) {
        services.audit()
                .decision(
                        AuditTypes.CONSENT_GRANTED,
                        allowed,
                        session.userId(),
                        clientId,
                        ScopeRules.text(about),
                        new Origin(session.address(), session.userAgent(), ""));
    }

    private Optional<Client> client(String id) {
        return services.clients().client(id).filter(Client::enabled);
    }

    private Optional<DeviceRequest> asked(String userCode) {
        return normal(userCode)
                .flatMap(code -> services.grants()
                        .deviceByUserCode(code, services.clock().instant()));
    }

    /** Returns a code as it is stored, whatever people make of its case and its hyphen. */
    static Optional<String> normal(String typed) {
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return letters.length() == USER_CODE_CHARS
                ? Optional.of(letters.substring(0, USER_CODE_CHARS / 2) + "-" + letters.substring(USER_CODE_CHARS / 2))
                : Optional.empty();
    }

    private Pending pending(Client client, String loginHint, Collection<String> asked) {
        Map<String, String> descriptions = new HashMap<>();
        scopes.known().forEach(known -> descriptions.put(known.name(), known.description()));
        List<Scope> described = new ArrayList<>();
        for (String scope : new TreeSet<>(asked)) {
            described.add(new Scope(scope, descriptions.getOrDefault(scope, "")));
        }
        return new Pending(client.id(), client.name(), loginHint, described);
    }
}

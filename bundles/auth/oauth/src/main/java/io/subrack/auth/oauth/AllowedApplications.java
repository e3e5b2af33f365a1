/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Applications;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.ClientStore.Consent;
import io.subrack.auth.spi.GrantStore.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Applications by what users allowed them, and by the grants that they have: of some, users are not asked. */
@Component(service = Applications.class)
public final class AllowedApplications implements Applications {
    private final Services services;

    @Activate
    public AllowedApplications(@Reference Wiring wiring) {
        this(wiring.services());
    }

    AllowedApplications(Services services) {
        this.services = services;
    }

    @Override
    public List<Application> of(String userId) {
        Map<String, Application> found = new HashMap<>();
        for (Grant grant : services.grants().grants(userId, services.clock().instant())) {
            String session = grant.sessionId();
            if (session == null || services.accounts().hasSession(session)) {
                found.merge(
                        grant.clientId(),
                        application(grant.clientId(), grant.scopes(), grant.created()),
                        AllowedApplications::joined);
            }
        }
        for (Consent consent : services.clients().consents(userId)) {
            found.merge(
                    consent.clientId(),
                    application(consent.clientId(), consent.scopes(), consent.given()),
                    (granted, allowed) -> new Application(
                            allowed.clientId(),
                            allowed.name(),
                            joined(granted, allowed).scopes(),
                            allowed.since()));
        }
        List<Application> all = new ArrayList<>(found.values());
        all.sort(Comparator.comparing(Application::name).thenComparing(Application::clientId));
        return List.copyOf(all);
    }

    private Application application(String clientId, Collection<String> scopes, Instant since) {
        String name = services.clients().client(clientId).map(Client::name).orElse("");
        return new Application(clientId, name.isEmpty() ? clientId : name, new TreeSet<>(scopes), since);
    }

    private static Application joined(Application one, Application other) {
        TreeSet<String> scopes = new TreeSet<>(one.scopes());
        scopes.addAll(other.scopes());
        Instant since = one.since().isBefore(other.since()) ? one.since() : other.since();
        return new Application(one.clientId(), one.name(), scopes, since);
    }

    /** The consent goes first, so that nothing is granted by it while the grants end; who fails then can do it again. */
    @Override
    public boolean withdraw(String userId, String clientId, Origin from) {
        boolean allowed = services.clients().withdrawConsent(userId, clientId);
        List<String> alive =
                services.grants().alive(userId, clientId, services.clock().instant());
        alive.forEach(services.revocations()::grant);
        List<String> ended =
                services.grants().revokeAll(userId, clientId, services.clock().instant());
        ended.forEach(services.revocations()::grant);
        boolean withdrawn = allowed || !alive.isEmpty() || !ended.isEmpty();
        if (withdrawn) {
            services.audit().decision(AuditTypes.CONSENT_REVOKED, true, userId, clientId, "", from);
        }
        return withdrawn;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditLog;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.Issuer;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.SecretBox;
import io.subrack.auth.spi.Tokens;
import io.subrack.kernel.api.PlatformProperties;
import java.time.Clock;
import java.time.Instant;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gathers what the components of this bundle share. */
@Component(service = Wiring.class)
public final class Wiring {
    private final Services services;
    private final SecretBox box;
    private final RequestSeal seal;

    @Activate
    public Wiring(
            BundleContext context,
            @Reference ClientStore clients,
            @Reference GrantStore grants,
            @Reference Accounts accounts,
            @Reference Tokens tokens,
            @Reference Revocations revocations,
            @Reference Issuer issuer,
            @Reference SecretBox box,
            @Reference AuditLog auditLog,
            @Reference Settings settings) {
        Clock clock = Clock.systemUTC();
        this.services = new Services(
                clients,
                grants,
                accounts,
                tokens,
                revocations,
                issuer,
                new Audit(auditLog),
                settings,
                new FreshConsents(clock),
                clock,
                started(context));
        this.box = box;
        this.seal = new RequestSeal(box, clock);
    }

    private static Instant started(BundleContext context) {
        String started = context.getProperty(PlatformProperties.STARTED);
        return started == null ? Instant.now() : Instant.parse(started);
    }

    Services services() {
        return services;
    }

    SecretBox box() {
        return box;
    }

    RequestSeal seal() {
        return seal;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this bundle does of its own accord, in the audit log. Who asked for it is told by those who were asked. */
@Component(service = AuthAudit.class)
public final class AuthAudit {
    private static final Logger log = LoggerFactory.getLogger(AuthAudit.class);

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<AuditLog> logs = List.of();

    void keyCreated(SigningKey key) {
        tell(about(AuditTypes.KEY_CREATED, key)
                .with("algorithm", key.algorithm())
                .with("signsFrom", key.activates().toString()));
    }

    void keyRevoked(SigningKey key) {
        tell(about(AuditTypes.KEY_REVOKED, key).with("algorithm", key.algorithm()));
    }

    void serviceAccount(String type, String bundle, Set<String> scopes) {
        tell(AuditEvent.success(type, AuditActor.PLATFORM)
                .on("bundle", bundle)
                .with("scopes", String.join(" ", new TreeSet<>(scopes))));
    }

    private static AuditEvent about(String type, SigningKey key) {
        return AuditEvent.success(type, AuditActor.PLATFORM).on("key", key.kid());
    }

    /** What happened has happened: that it cannot be told now undoes nothing. */
    private void tell(AuditEvent event) {
        for (AuditLog each : logs) {
            try {
                each.appendLater(event);
            } catch (RuntimeException e) { // the log is another bundle's
                log.warn("{} {} is missing in the audit log", event.type(), event.target(), e);
            }
        }
    }
}

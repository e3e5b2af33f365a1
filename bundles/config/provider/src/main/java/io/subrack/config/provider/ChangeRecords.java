/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.config.api.Difference;
import io.subrack.config.api.Revision;
import io.subrack.config.api.Secret;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.spi.PlatformEvents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes changes into the audit log, and tells those who follow what happens. */
final class ChangeRecords {
    private static final int MAX_DIFFERENCES = 20;
    private static final Logger log = LoggerFactory.getLogger(ChangeRecords.class);

    private final AuditLog audit;
    private final Supplier<List<PlatformEvents>> events;

    ChangeRecords(AuditLog audit, Supplier<List<PlatformEvents>> events) {
        this.audit = audit;
        this.events = events;
    }

    void changed(Revision revision) {
        publish(Map.of("pid", revision.pid(), "revision", revision.number()));
        AuditEvent event = event(revision.by())
                .on("configuration", revision.pid())
                .with("revision", Long.toString(revision.number()))
                .with("author", revision.by().name());
        if (!revision.reason().isEmpty()) {
            event = event.with("reason", revision.reason());
        }
        List<Difference> differences = revision.differences();
        for (int i = 0; i < Math.min(MAX_DIFFERENCES, differences.size()); i++) {
            Difference it = differences.get(i);
            event = event.with("change." + (i + 1), it.key() + " from " + text(it.from()) + " to " + text(it.to()));
        }
        if (differences.size() > MAX_DIFFERENCES) {
            event = event.with("changes", Integer.toString(differences.size()));
        }
        audit.append(event);
    }

    void secret(String name, String what, Author by) {
        audit.append(event(by).on("secret", name).with("change", what).with("author", by.name()));
    }

    private static AuditEvent event(Author by) {
        return AuditEvent.success(AuditTypes.CONFIGURATION_CHANGED, AuditActor.of(by))
                .from(by.requestId(), by.address());
    }

    private static String text(Optional<Object> value) {
        return value.map(it -> it instanceof Secret ? "(secret)" : it.toString())
                .orElse("nothing");
    }

    private void publish(Map<String, Object> data) {
        for (PlatformEvents each : events.get()) {
            try {
                each.publish("configuration", data);
            } catch (RuntimeException e) { // who follows must not stop who changes
                log.warn("A change of the configuration was not told", e);
            }
        }
    }
}

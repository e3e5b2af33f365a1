/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditUnavailableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was written down. */
final class FakeAuditLog implements AuditLog {
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    volatile boolean down;

    @Override
    public AuditAnchor append(AuditEvent event) {
        appendLater(event);
        return new AuditAnchor(events.size(), "0".repeat(64));
    }

    @Override
    public void appendLater(AuditEvent event) {
        if (down) {
            throw new AuditUnavailableException("the disk is full", null);
        }
        events.add(event);
    }

    List<String> types() {
        return events.stream().map(AuditEvent::type).toList();
    }
}

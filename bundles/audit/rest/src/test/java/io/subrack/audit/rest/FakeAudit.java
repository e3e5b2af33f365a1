/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.rest;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditPage;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditReader;
import io.subrack.audit.api.AuditRecord;
import io.subrack.audit.api.AuditStatus;
import io.subrack.audit.api.AuditVerification;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log in memory that remembers what it was asked. */
final class FakeAudit implements AuditLog, AuditReader {
    final List<AuditEvent> appended = new ArrayList<>();
    final List<AuditQuery> queries = new ArrayList<>();
    final List<AuditFilter> exported = new ArrayList<>();
    List<AuditAnchor> anchors = List.of();

    @Nullable
    Long cursor;

    @Override
    public AuditAnchor append(AuditEvent event) {
        appended.add(event);
        return new AuditAnchor(appended.size(), AuditAnchor.NO_HASH);
    }

    @Override
    public void appendLater(AuditEvent event) {
        append(event);
    }

    @Override
    public AuditPage search(AuditQuery query) {
        queries.add(query);
        var event = AuditEvent.success("auth.login.succeeded", AuditActor.user("ada", "console"));
        return new AuditPage(
                List.of(new AuditRecord(7, Instant.EPOCH, event, AuditAnchor.NO_HASH, "a".repeat(64))), cursor);
    }

    @Override
    public long export(AuditFilter filter, long after, OutputStream target) throws IOException {
        exported.add(filter);
        target.write("{}\n".getBytes(StandardCharsets.UTF_8));
        return 1;
    }

    @Override
    public AuditVerification verify(List<AuditAnchor> given) {
        anchors = given;
        var fault = new AuditVerification.Fault(AuditVerification.Kind.LINK, "audit-1.jsonl", 3, 9, "it differs");
        return new AuditVerification(
                Instant.EPOCH, 1, 9, AuditAnchor.BEGINNING, AuditAnchor.BEGINNING, 0, 1, List.of(fault), List.of());
    }

    @Override
    public AuditStatus status() {
        return new AuditStatus(AuditAnchor.BEGINNING, 0, 0, 0, 0, 0, null, "");
    }
}

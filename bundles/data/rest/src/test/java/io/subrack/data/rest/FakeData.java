/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.rest;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.data.api.DataException;
import io.subrack.data.api.DataProblem;
import io.subrack.data.api.SchemaInfo;
import io.subrack.data.api.SchemaInfo.State;
import io.subrack.data.api.Schemas;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schemas and an audit log in memory, which remember in one list what happened. */
final class FakeData implements Schemas, AuditLog {
    static final Instant CREATED = Instant.parse("2026-11-01T12:00:00Z");

    final List<SchemaInfo> schemas = new ArrayList<>();
    final List<AuditEvent> appended = new ArrayList<>();
    final List<String> happened = new ArrayList<>();
    Path backup = Path.of("/srv/subrack/data/backup/db-1");
    Runnable duringBackup = () -> {};
    boolean logFull;

    @Nullable
    DataProblem failure;

    void add(String name, State state, long bytes) {
        schemas.add(new SchemaInfo(name, "com.acme." + name, state, CREATED, bytes, 1, 2));
    }

    @Override
    public List<SchemaInfo> list() {
        return List.copyOf(schemas);
    }

    @Override
    public void drop(String name) {
        fail();
        happened.add("dropped " + name);
        schemas.removeIf(schema -> schema.name().equals(name));
    }

    @Override
    public Path backup() {
        fail();
        duringBackup.run();
        happened.add("backed up");
        return backup;
    }

    private void fail() {
        if (failure != null) {
            throw new DataException(failure, "as the test wants it");
        }
    }

    @Override
    public AuditAnchor append(AuditEvent event) {
        if (logFull) {
            throw new AuditUnavailableException("no room", null);
        }
        appended.add(event);
        happened.add(event.type() + " " + event.outcome());
        return new AuditAnchor(appended.size(), AuditAnchor.NO_HASH);
    }

    @Override
    public void appendLater(AuditEvent event) {
        append(event);
    }
}

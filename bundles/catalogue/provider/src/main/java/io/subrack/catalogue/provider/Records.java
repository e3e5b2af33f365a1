/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.catalogue.api.Repository;
import io.subrack.kernel.api.Author;
import java.util.Locale;

/** Writes what is done with the catalogue into the audit log. */
final class Records {
    private static final String CREATED = "catalogue.repository.created";
    private static final String CHANGED = "catalogue.repository.changed";
    private static final String DELETED = "catalogue.repository.deleted";
    private static final String DOWNLOADED = "catalogue.bundle.downloaded";

    private final AuditLog audit;

    Records(AuditLog audit) {
        this.audit = audit;
    }

    void created(Repository repository, Author by) {
        audit.append(event(CREATED, repository, by));
    }

    void changed(Repository before, Repository after, Author by) {
        audit.append(event(CHANGED, after, by).with("before", before.url()));
    }

    void deleted(Repository repository, Author by) {
        audit.append(event(DELETED, repository, by));
    }

    private static AuditEvent event(String type, Repository repository, Author by) {
        return AuditEvent.success(type, AuditActor.of(by))
                .from(by.requestId(), by.address())
                .on("repository", repository.id())
                .with("author", by.name())
                .with("kind", repository.kind().name().toLowerCase(Locale.ROOT))
                .with("url", repository.url())
                .with("priority", Integer.toString(repository.priority()))
                .with("enabled", Boolean.toString(repository.enabled()));
    }

    void downloaded(Picked picked, Author by) {
        Candidate candidate = picked.candidate();
        audit.append(AuditEvent.success(DOWNLOADED, AuditActor.of(by))
                .from(by.requestId(), by.address())
                .on("artifact", picked.info().digest().hex())
                .with("author", by.name())
                .with(
                        "bundle",
                        picked.info().symbolicName() + " " + picked.info().version())
                .with("repository", candidate == null ? "" : candidate.repository())
                .with(
                        "coordinates",
                        picked.coordinates().map(Coordinates::toString).orElse(""))
                .with("why", picked.why()));
    }
}

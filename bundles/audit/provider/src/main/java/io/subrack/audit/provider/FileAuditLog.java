/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditPage;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditReader;
import io.subrack.audit.api.AuditStatus;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.audit.api.AuditVerification;
import io.subrack.kernel.api.PlatformProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** The audit log as files in {@code audit/} of the data directory. */
@Component(
        service = {AuditLog.class, AuditReader.class},
        configurationPid = AuditSettings.PID)
@Designate(ocd = AuditSettings.Config.class)
public final class FileAuditLog implements AuditLog, AuditReader {
    static final String DIRECTORY = "audit";

    private final LogFiles files;
    private final Journal journal;
    private final GroupCommit commits;
    private final Search search;

    @Activate
    public FileAuditLog(BundleContext context, AuditSettings.Config config) {
        this(
                Path.of(context.getProperty(PlatformProperties.DATA)).resolve(DIRECTORY),
                AuditSettings.of(config),
                SegmentFile::onDisk,
                Clock.systemUTC());
        var version = Optional.ofNullable(context.getProperty(PlatformProperties.VERSION));
        commits.takeFirst(AuditEvent.success(AuditTypes.LOG_OPENED, AuditActor.PLATFORM)
                .with("version", version.orElse("unknown")));
    }

    FileAuditLog(Path directory, AuditSettings settings, SegmentFile.Opener opener, Clock clock) {
        this.files = new LogFiles(directory);
        this.journal = new Journal(files, opener, settings.segmentBytes(), settings.segmentAge(), clock);
        this.commits = new GroupCommit(journal, new Retention(files, settings.retention(), clock), settings, clock);
        this.search = new Search(files);
    }

    @Deactivate
    void close() {
        commits.close();
    }

    @Override
    public AuditAnchor append(AuditEvent event) {
        return commits.commit(event);
    }

    @Override
    public void appendLater(AuditEvent event) {
        commits.take(event);
    }

    @Override
    public AuditPage search(AuditQuery query) {
        try {
            return search.page(query, journal.head());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public long export(AuditFilter filter, long after, OutputStream target) throws IOException {
        return search.export(filter, after, journal.head(), target);
    }

    @Override
    public AuditVerification verify(List<AuditAnchor> anchors) {
        try {
            return ChainVerification.verify(files, journal.head(), anchors);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public AuditStatus status() {
        return commits.status();
    }

    /** Deletes what is old now, rather than when its time comes. */
    void retire() {
        commits.retire();
    }

    private AuditUnavailableException unreadable(IOException e) {
        return new AuditUnavailableException(
                "the audit log " + files.directory() + " cannot be read: " + e + "; see to the disk and permissions",
                e);
    }
}

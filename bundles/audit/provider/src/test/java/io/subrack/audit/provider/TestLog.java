/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditRecord;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditVerification;
import io.subrack.kernel.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A log on a directory of its own, and hands that reach into its files. */
final class TestLog implements AutoCloseable {
    static final AuditSettings SETTINGS =
            new AuditSettings(1_500, Duration.ofDays(7), Duration.ZERO, 1_000, Duration.ofSeconds(10));
    static final AuditActor ADA = AuditActor.user("ada", "console");

    final Path directory;
    final TestClock clock = new TestClock();
    final TestDisk disk = new TestDisk();
    final AuditSettings settings;
    FileAuditLog log;

    TestLog(Path data) {
        this(data, SETTINGS);
    }

    TestLog(Path data, AuditSettings settings) {
        this.directory = data.resolve(FileAuditLog.DIRECTORY);
        this.settings = settings;
        this.log = new FileAuditLog(directory, settings, disk, clock);
    }

    static AuditEvent login(String target) {
        return AuditEvent.success(AuditTypes.LOGIN_SUCCEEDED, ADA)
                .on("user", target)
                .from("req-" + target, "192.0.2.7")
                .with("method", "pwd");
    }

    TestLog append(int count) {
        for (int i = 0; i < count; i++) {
            log.append(login("u" + i));
            clock.advance(Duration.ofSeconds(1));
        }
        return this;
    }

    AuditAnchor head() {
        return log.status().head();
    }

    /** Stops in good order, which leaves one more record. */
    void stop() {
        log.close();
    }

    /** Leaves the files as they are now, as a kill does, and goes on with a new log there. */
    TestLog reopen() {
        log = new FileAuditLog(directory, settings, disk, clock);
        return this;
    }

    AuditVerification verify() {
        return log.verify(List.of());
    }

    /** Verifies without a running log. */
    AuditVerification verifyOffline(AuditAnchor... anchors) throws IOException {
        return ChainVerification.verify(new LogFiles(directory), Optional.empty(), List.of(anchors));
    }

    List<AuditRecord> all() {
        var all = new ArrayList<AuditRecord>();
        Optional<AuditQuery> next = Optional.of(AuditQuery.oldest(AuditFilter.ALL, 7));
        while (next.isPresent()) {
            var query = next.get();
            var page = log.search(query);
            all.addAll(page.records());
            next = page.next().map(query::behind);
        }
        return all;
    }

    List<Path> segments() throws IOException {
        return new LogFiles(directory)
                .segments().stream().map(LogFiles.Segment::file).toList();
    }

    Path lastSegment() throws IOException {
        var segments = segments();
        return segments.get(segments.size() - 1);
    }

    /** Changes the lines of a segment behind the log's back. */
    void edit(int segment, UnaryOperator<List<String>> change) throws IOException {
        var file = segments().get(segment);
        var lines = new ArrayList<>(Files.readAllLines(file));
        Files.writeString(file, String.join("\n", change.apply(lines)) + "\n");
    }

    void editLine(int segment, int line, UnaryOperator<String> change) throws IOException {
        edit(segment, lines -> {
            lines.set(line, change.apply(lines.get(line)));
            return lines;
        });
    }

    @Override
    public void close() {
        disk.mend();
        log.close();
    }
}

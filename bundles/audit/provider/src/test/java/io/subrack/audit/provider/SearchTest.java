/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditOutcome;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditRecord;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditVerification.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding, copying and forgetting records. */
class SearchTest {
    @TempDir
    Path data;

    private TestLog log;

    @BeforeEach
    void fill() {
        log = new TestLog(
                data, new AuditSettings(3_000, Duration.ofDays(7), Duration.ofDays(30), 1_000, Duration.ZERO));
        log.append(40);
        log.log.append(AuditEvent.failure(AuditTypes.LOGIN_FAILED, AuditActor.ANONYMOUS)
                .on("user", "bob")
                .from("r1", "198.51.100.1"));
        log.log.append(AuditEvent.denied(AuditTypes.ACCESS_DENIED, AuditActor.client("robot")));
        log.append(8);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @EnumSource(AuditQuery.Order.class)
    void pagesThroughAllInBothOrders(AuditQuery.Order order) {
        var expected = new ArrayList<>(LongStream.rangeClosed(1, 50).boxed().toList());
        if (order == AuditQuery.Order.NEWEST) {
            java.util.Collections.reverse(expected);
        }
        for (int limit : List.of(1, 7, 49, 50, 51)) {
            var found = new ArrayList<Long>();
            var next = Optional.of(new AuditQuery(AuditFilter.ALL, 0, Long.MAX_VALUE, order, limit));
            while (next.isPresent()) {
                var query = next.get();
                var page = log.log.search(query);
                assertThat(page.records()).hasSizeBetween(1, limit);
                page.records().forEach(record -> found.add(record.sequence()));
                next = page.next().map(query::behind);
            }
            assertThat(found).as("pages of " + limit).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(AuditQuery.Order.class)
    void staysBetweenTwoNumbers(AuditQuery.Order order) {
        assertThat(log.log
                        .search(new AuditQuery(AuditFilter.ALL, 10, 15, order, 100))
                        .records())
                .extracting(AuditRecord::sequence)
                .containsExactlyInAnyOrder(11L, 12L, 13L, 14L);
    }

    @Test
    void findsByEachFilter() {
        assertThat(targets(AuditFilter.ofType("auth.login.failed"))).containsExactly("user:bob");
        assertThat(targets(AuditFilter.ofType("auth.login"))).hasSize(49);
        assertThat(targets(AuditFilter.ofType("deploy"))).isEmpty();
        assertThat(targets(new AuditFilter(null, null, null, "robot", null, null, null)))
                .hasSize(1);
        assertThat(targets(new AuditFilter(null, null, null, "console", null, null, null)))
                .hasSize(48);
        assertThat(targets(new AuditFilter(null, null, null, null, "user:u3", null, null)))
                .hasSize(2);
        assertThat(targets(new AuditFilter(null, null, null, null, null, AuditOutcome.DENIED, null)))
                .hasSize(1);
        assertThat(targets(new AuditFilter(null, null, null, null, null, null, "r1")))
                .containsExactly("user:bob");
        var start = log.clock.instant().minusSeconds(48);
        assertThat(targets(new AuditFilter(start, start.plusSeconds(3), null, null, null, null, null)))
                .containsExactlyInAnyOrder("user:u0", "user:u1", "user:u2");
        assertThat(targets(new AuditFilter(start.plusSeconds(99), null, null, null, null, null, null)))
                .isEmpty();
    }

    @Test
    void hasAnIndexOfEachFullSegmentThatIsWhatASearchWouldMake() throws Exception {
        var files = new LogFiles(log.directory);
        var full = files.segments().subList(0, files.segments().size() - 1);
        for (var segment : full) {
            var written = Files.readString(segment.index());
            Files.delete(segment.index());
            SegmentIndex.of(files, segment);
            assertThat(Files.readString(segment.index())).isEqualTo(written);
        }
        assertThat(full).isNotEmpty();
    }

    @Test
    void makesAnIndexAnewThatIsMissingOrWrong() throws Exception {
        targets(AuditFilter.ofType("auth.login.failed"));
        for (var segment : new LogFiles(log.directory).segments()) {
            if (Files.exists(segment.index())) {
                Files.writeString(segment.index(), "{\"bytes\":" + Files.size(segment.file()) + "}");
            }
        }
        log.reopen();

        assertThat(targets(AuditFilter.ofType("auth.login.failed"))).containsExactly("user:bob");
    }

    @Test
    void findsItsWayInALargeSegment() throws Exception {
        try (var large = new TestLog(
                data.resolve("large"),
                new AuditSettings(100_000_000, Duration.ofDays(7), Duration.ZERO, 10_000, Duration.ofSeconds(5)))) {
            for (int i = 0; i < 5_000; i++) {
                large.log.appendLater(TestLog.login("u" + i));
            }
            large.log.append(TestLog.login("end"));
            for (long sequence : List.of(1L, 2L, 1_234L, 4_999L, 5_001L)) {
                assertThat(large.log
                                .search(new AuditQuery(
                                        AuditFilter.ALL, sequence - 1, Long.MAX_VALUE, AuditQuery.Order.OLDEST, 1))
                                .records())
                        .extracting(AuditRecord::sequence)
                        .containsExactly(sequence);
                assertThat(large.log
                                .search(new AuditQuery(AuditFilter.ALL, 0, sequence + 1, AuditQuery.Order.NEWEST, 1))
                                .records())
                        .extracting(AuditRecord::sequence)
                        .containsExactly(sequence);
            }
        }
    }

    @Test
    void copiesTheLinesAsTheyAre() throws Exception {
        var all = new StringBuilder();
        for (var segment : log.segments()) {
            all.append(Files.readString(segment));
        }
        var copy = new ByteArrayOutputStream();

        assertThat(log.log.export(AuditFilter.ALL, 0, copy)).isEqualTo(50);
        assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo(all.toString());
        assertThat(log.log.export(AuditFilter.ofType("auth.login.failed"), 0, new ByteArrayOutputStream()))
                .isEqualTo(1);
        assertThat(log.log.export(AuditFilter.ALL, 48, new ByteArrayOutputStream()))
                .isEqualTo(2);
    }

    @Test
    void forgetsWholeSegmentsAndKnowsWhatIsGone() throws Exception {
        int before = log.segments().size();
        log.clock.advance(Duration.ofDays(31));
        log.append(1);

        log.log.retire();

        var result = log.verify();
        assertThat(log.segments()).hasSizeLessThan(before);
        assertThat(result.intact()).as(result.toString()).isTrue();
        assertThat(result.retired()).isGreaterThan(40);
        assertThat(result.notes()).anyMatch(note -> note.contains("were deleted for their age"));
        assertThat(log.log
                        .search(AuditQuery.newest(AuditFilter.ofType(AuditTypes.LOG_RETIRED), 1))
                        .records())
                .singleElement()
                .satisfies(record -> assertThat(record.event().details())
                        .containsEntry("firstSequence", "1")
                        .containsEntry("lastSequence", Long.toString(result.retired())));
        log.reopen().append(1);
        assertThat(log.verify().intact()).isTrue();
    }

    @Test
    void noticesARetirementThatNeverWas() throws Exception {
        var files = new LogFiles(log.directory);
        var second = files.segments().get(1);
        files.writeRetired(SegmentIndex.of(files, files.segments().get(0)).last());
        Files.delete(files.segments().get(0).file());

        var fault = log.verify().firstBroken().orElseThrow();

        assertThat(second.first()).isGreaterThan(1);
        assertThat(fault.kind()).isEqualTo(Kind.BEGINNING);
        assertThat(fault.sentence()).contains("no record confirms that");
    }

    @Test
    void beginsANewSegmentWhenOneIsOldEnough() throws Exception {
        int before = log.segments().size();

        log.clock.advance(Duration.ofDays(8));
        log.append(1);

        assertThat(log.segments()).hasSize(before + 1);
    }

    private List<String> targets(AuditFilter filter) {
        return log.log.search(AuditQuery.newest(filter, 1000)).records().stream()
                .map(record -> record.event().target())
                .toList();
    }
}

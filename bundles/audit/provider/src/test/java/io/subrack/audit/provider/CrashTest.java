/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditQuery;
import io.subrack.audit.api.AuditRecord;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditVerification.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash or a stranger leaves is repaired or told at the next start. */
@Timeout(120)
class CrashTest {
    private static final int ROUNDS = 10;

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"{\"v\":1,\"seq\":6,\"time\":\"20", "\0\0\0\0", "{}\n\0\0\0\n\0"})
    void cutsOffAnUnfinishedRecordAndSaysSo(String torn) throws Exception {
        var log = new TestLog(data).append(5);
        var end = log.head();
        Files.writeString(log.lastSegment(), torn, StandardOpenOption.APPEND);

        try (var next = log.reopen().append(1)) {
            var records = next.all();

            assertThat(records.get(5).event().type()).isEqualTo(AuditTypes.LOG_REPAIRED);
            assertThat(records.get(5).previousHash()).isEqualTo(end.hash());
            assertThat(records.get(5).event().details())
                    .containsEntry("after", "5")
                    .containsEntry("bytes", Integer.toString(torn.length()));
            assertThat(next.verify().intact()).isTrue();
            assertThat(next.verify().notes()).singleElement().asString().contains("unfinished record");
        }
    }

    @Test
    void goesOnWhenTheHeadIsOlderThanTheRecords() throws Exception {
        var log = new TestLog(data).append(2);
        var older = Files.readAllBytes(log.directory.resolve("head.json"));
        log.append(2);
        Files.write(log.directory.resolve("head.json"), older);

        try (var next = log.reopen().append(1)) {
            assertThat(next.all()).extracting(AuditRecord::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(next.verify().intact()).isTrue();
        }
    }

    @Test
    void tellsForEverThatItsEndWasCutOffAndGivesNoNumberAway() throws Exception {
        var log = new TestLog(data).append(6);
        var lines = Files.readAllLines(log.lastSegment());
        Files.writeString(log.lastSegment(), lines.get(0) + "\n");
        long left = RecordLine.sequence(lines.get(0).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();

        try (var next = log.reopen().append(1)) {
            var found = next.log
                    .search(AuditQuery.newest(AuditFilter.ofType(AuditTypes.LOG_DAMAGED), 5))
                    .records();
            assertThat(found).singleElement().satisfies(record -> {
                assertThat(record.sequence()).isEqualTo(7);
                assertThat(record.event().details())
                        .containsEntry("firstMissing", Long.toString(left + 1))
                        .containsEntry("lastMissing", "6");
            });
            assertThat(next.verify().faults())
                    .extracting(fault -> fault.kind())
                    .containsExactly(Kind.SEQUENCE, Kind.RECORDED);
        }
    }

    @Test
    void leavesDamagedRecordsAsTheyAreAndGoesOnBehindThem() throws Exception {
        var log = new TestLog(data).append(2);
        log.editLine(0, 1, line -> line.replace("ada", "eve"));

        try (var next = log.reopen().append(1)) {
            assertThat(Files.readString(next.segments().get(0))).contains("eve");
            assertThat(next.segments()).hasSize(2);
            assertThat(next.verify().firstBroken().orElseThrow().kind()).isEqualTo(Kind.CONTENT);
            assertThat(next.all()).extracting(record -> record.event().type()).contains(AuditTypes.LOG_DAMAGED);
            assertThat(next.all()).extracting(AuditRecord::sequence).doesNotHaveDuplicates();
        }
    }

    @Test
    void tellsThatTheHeadWasMissing() throws Exception {
        var log = new TestLog(data).append(2);
        Files.delete(log.directory.resolve("head.json"));

        try (var next = log.reopen().append(1)) {
            assertThat(next.verify().firstBroken().orElseThrow().kind()).isEqualTo(Kind.RECORDED);
        }
    }

    @Test
    void startsAnewWhenOnlyAnEmptySegmentIsThere() throws Exception {
        var log = new TestLog(data).append(5);
        Files.createFile(log.directory.resolve("audit-0000000000000006.jsonl"));

        try (var next = log.reopen().append(3)) {
            assertThat(next.verify().intact()).isTrue();
            assertThat(next.all()).hasSize(8);
        }
    }

    /** The log of a process that is killed while it appends, again and again. */
    @Test
    void losesNothingAcknowledgedToAKill() throws Exception {
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Appender.class.getName(),
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var told = new ArrayList<String>();
            try (var reader = process.inputReader()) {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    told.add(line);
                    if (told.size() == 40 + 7 * round) {
                        process.toHandle().destroyForcibly(); // leaves the stream to read
                    }
                }
            }
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            var whole = told.stream().filter(line -> line.endsWith(".")).toList();
            acknowledged = Long.parseLong(whole.get(whole.size() - 1).replace(".", ""));

            var result = ChainVerification.verify(
                    new LogFiles(data.resolve(FileAuditLog.DIRECTORY)), java.util.Optional.empty(), List.of());

            assertThat(result.intact()).as(result.toString()).isTrue();
            assertThat(result.newest().sequence()).isGreaterThanOrEqualTo(acknowledged);
        }
        assertThat(acknowledged).isGreaterThan(ROUNDS * 40L);
    }

    /** Appends by several threads and says which numbers are on disk. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) {
            var log = new TestLog(Path.of(arguments[0]));
            for (int i = 0; i < 4; i++) {
                new Thread(() -> {
                            while (true) {
                                var link = log.log.append(TestLog.login("u"));
                                synchronized (log) {
                                    System.out.println(link.sequence() + ".");
                                }
                            }
                        })
                        .start();
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditVerification.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is changed in the files, a verification names the place. */
class ChainTest {
    @TempDir
    Path data;

    @Test
    void goesAcrossSegments() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            var result = log.verify();

            assertThat(log.segments()).hasSizeGreaterThan(3);
            assertThat(result.intact()).as(result.toString()).isTrue();
            assertThat(result.records()).isEqualTo(20);
            assertThat(result.newest()).isEqualTo(log.head());
            assertThat(log.verifyOffline().intact()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":1 | \"v\":2",
                "\"time\":\"2026 | \"time\":\"2025",
                "\"type\":\"auth.login.succeeded | \"type\":\"auth.login.failed",
                "\"kind\":\"user | \"kind\":\"client",
                "\"subject\":\"ada | \"subject\":\"bob",
                "\"client\":\"console | \"client\":\"other",
                "\"target\":\"user:u | \"target\":\"user:v",
                "\"outcome\":\"success | \"outcome\":\"denied",
                "\"request\":\"req | \"request\":\"rex",
                "\"remote\":\"192.0.2.7 | \"remote\":\"192.0.2.8",
                "\"method\":\"pwd | \"method\":\"otp",
                "\"details\":{\"method | \"details\":{\"mexhod",
                ",\"target\" | , \"target\""
            })
    void namesTheRecordWhoseFieldWasChanged(String before, String after) throws Exception {
        try (var log = new TestLog(data).append(20)) {
            var file = log.segments().get(1);
            long sequence = sequence(Files.readAllLines(file).get(1));
            log.editLine(1, 1, line -> replaced(line, before, after));

            var fault = log.verify().firstBroken().orElseThrow();

            assertThat(fault.kind()).isIn(Kind.CONTENT, Kind.MALFORMED);
            assertThat(fault.file()).isEqualTo(file.getFileName().toString());
            assertThat(fault.line()).isEqualTo(2);
            assertThat(fault.sequence()).isEqualTo(after.contains("\"v\":2") ? 0 : sequence);
            assertThat(log.verify().faultCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"seq, SEQUENCE", "prev, LINK", "hash, LINK"})
    void namesTheLinkThatWasChanged(String member, Kind kind) throws Exception {
        try (var log = new TestLog(data).append(20)) {
            log.editLine(1, 1, line -> switch (member) {
                case "seq" -> rehashed(line.replaceFirst("\"seq\":\\d+", "\"seq\":999"));
                case "prev" -> rehashed(line.replaceFirst("\"prev\":\"[0-9a-f]{64}", "\"prev\":\"" + "a".repeat(64)));
                default -> line.replaceFirst("\"hash\":\"[0-9a-f]{64}", "\"hash\":\"" + "a".repeat(64));
            });

            var faults = log.verify().faults();

            assertThat(faults.get(0).line()).isEqualTo(2);
            assertThat(faults).extracting(fault -> fault.kind()).contains(kind);
        }
    }

    @Test
    void noticesARecordThatWasChangedWithItsHash() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            log.editLine(1, 1, line -> rehashed(replaced(line, "user:u", "user:v")));

            var fault = log.verify().firstBroken().orElseThrow();

            assertThat(fault.kind()).isEqualTo(Kind.LINK);
            assertThat(fault.line()).isEqualTo(3);
            assertThat(fault.sentence()).contains("but the one before it has");
        }
    }

    @Test
    void noticesARecordThatWasTakenOut() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            long taken = sequence(Files.readAllLines(log.segments().get(1)).get(1));
            log.edit(1, lines -> {
                lines.remove(1);
                return lines;
            });

            var fault = log.verify().firstBroken().orElseThrow();

            assertThat(fault.kind()).isEqualTo(Kind.SEQUENCE);
            assertThat(fault.sentence()).contains("records " + taken + " to " + taken + " are missing");
        }
    }

    @Test
    void noticesExchangedAndRepeatedRecords() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            log.edit(1, lines -> {
                Collections.swap(lines, 0, 1);
                return lines;
            });
            assertThat(log.verify().firstBroken().orElseThrow().line()).isEqualTo(1);
            log.edit(1, lines -> {
                Collections.swap(lines, 0, 1);
                lines.add(2, lines.get(1));
                return lines;
            });
            assertThat(log.verifyOffline().firstBroken().orElseThrow().sentence())
                    .contains("comes after record");
        }
    }

    @Test
    void noticesASegmentThatIsMissing() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            Files.delete(log.segments().get(1));

            assertThat(log.verify().firstBroken().orElseThrow().kind()).isEqualTo(Kind.SEQUENCE);
        }
    }

    @Test
    void noticesThatTheFirstSegmentIsMissing() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            Files.delete(log.segments().get(0));

            var fault = log.verify().firstBroken().orElseThrow();

            assertThat(fault.kind()).isEqualTo(Kind.BEGINNING);
            assertThat(fault.sentence()).contains("records 1 to");
        }
    }

    @Test
    void noticesThatTheEndWasCutOff() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            long last = log.head().sequence();
            var lines = Files.readAllLines(log.lastSegment());
            Files.writeString(log.lastSegment(), String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");

            var fault = log.verifyOffline().firstBroken().orElseThrow();

            assertThat(fault.kind()).isEqualTo(Kind.END);
            assertThat(fault.sentence()).contains("records " + last + " to " + last + " are missing at the end");
        }
    }

    @Test
    void noticesThatTheHeadIsMissing() throws Exception {
        try (var log = new TestLog(data).append(3)) {
            Files.delete(log.directory.resolve("head.json"));

            assertThat(log.verifyOffline().firstBroken().orElseThrow().kind()).isEqualTo(Kind.END);
        }
    }

    @Test
    void noticesByALinkNotedElsewhereThatAllWasWrittenAnew() throws Exception {
        AuditAnchor noted;
        try (var log = new TestLog(data.resolve("true")).append(5)) {
            noted = log.head();
            assertThat(log.log.verify(List.of(noted)).intact()).isTrue();
        }
        try (var forged = new TestLog(data.resolve("forged"))) {
            forged.log.append(TestLog.login("mallory"));
            forged.append(5);

            assertThat(forged.verify().intact()).isTrue();
            assertThat(forged.verifyOffline(noted).firstBroken().orElseThrow().kind())
                    .isEqualTo(Kind.ANCHOR);
            assertThat(forged.verifyOffline(new AuditAnchor(99, noted.hash()))
                            .firstBroken()
                            .orElseThrow()
                            .sentence())
                    .contains("is missing");
        }
    }

    @Test
    void tellsNothingToATerminalThatWasWrittenIntoTheFiles() throws Exception {
        try (var log = new TestLog(data).append(3)) {
            log.editLine(
                    0, 1, line -> rehashed(line.replaceFirst("\"prev\":\"[0-9a-f]{64}", "\"prev\":\"\\\\u001b[2Jx")));
            log.editLine(0, 2, line -> rehashed(line.replace("success", "\u001b[2J")));

            assertThat(log.verify().faults())
                    .isNotEmpty()
                    .allSatisfy(fault -> assertThat(fault.sentence()).doesNotContain("\u001b"));
        }
    }

    @Test
    void canBeCheckedWithoutAJsonParser() throws Exception {
        try (var log = new TestLog(data).append(2)) {
            var line = Files.readAllLines(log.segments().get(0)).get(1);
            var content = line.substring(0, line.length() - RecordLine.HASH_BYTES);

            assertThat(line).isEqualTo(content + ",\"hash\":\"" + RecordLine.sha256(bytes(content)) + "\"}");
        }
    }

    private static String replaced(String line, String before, String after) {
        assertThat(line).contains(before);
        return line.replace(before, after);
    }

    /** Gives a line the hash that it should have, as somebody would who knows how. */
    private static String rehashed(String line) {
        var content = line.substring(0, line.length() - RecordLine.HASH_BYTES);
        return content + ",\"hash\":\"" + RecordLine.sha256(bytes(content)) + "\"}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long sequence(String line) {
        return RecordLine.sequence(bytes(line)).orElseThrow();
    }
}

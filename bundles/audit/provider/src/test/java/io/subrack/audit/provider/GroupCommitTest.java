/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditFilter;
import io.subrack.audit.api.AuditRecord;
import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.kernel.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupCommitTest {
    private static final int THREADS = 32;
    private static final int EACH = 20;

    @TempDir
    Path data;

    @Test
    void letsThoseWhoComeTogetherShareAForce() throws Exception {
        var threads = Executors.newFixedThreadPool(THREADS);
        try (var log = new TestLog(data)) {
            log.disk.slow(3);
            var links = new ArrayList<Future<AuditAnchor>>();
            for (int i = 0; i < THREADS * EACH; i++) {
                var target = "u" + i;
                links.add(threads.submit(() -> log.log.append(TestLog.login(target))));
            }

            var sequences = new ArrayList<Long>();
            for (var link : links) {
                sequences.add(link.get().sequence());
            }

            assertThat(sequences)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, THREADS * EACH).boxed().toList());
            assertThat(log.disk.forces.get()).isLessThan(THREADS * EACH / 4);
            assertThat(log.log.status().forces()).isEqualTo(log.disk.forces.get());
            assertThat(log.verify().intact()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void acknowledgesNothingOnAFullDiskAndRecoversByItself() throws Exception {
        try (var log = new TestLog(data).append(2)) {
            log.disk.fill();

            assertThatThrownBy(() -> log.log.append(TestLog.login("x")))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("No space left on device");
            assertThatThrownBy(() -> log.log.appendLater(TestLog.login("x")))
                    .isInstanceOf(AuditUnavailableException.class);
            assertThat(log.log.status().unavailable()).isPresent();
            assertThat(log.all()).hasSize(2);
            assertThat(log.verify().intact()).isTrue();

            log.disk.mend();
            Await.until("recovery", () -> log.log.status().unavailable().isEmpty());
            log.append(1);

            assertThat(log.all())
                    .extracting(record -> record.event().type())
                    .containsExactly(
                            AuditTypes.LOGIN_SUCCEEDED,
                            AuditTypes.LOGIN_SUCCEEDED,
                            AuditTypes.LOG_RECOVERED,
                            AuditTypes.LOGIN_SUCCEEDED);
            assertThat(log.all().get(2).event().details()).containsEntry("refused", "2");
            assertThat(log.verify().intact()).isTrue();
        }
    }

    @Test
    void keepsWhatItHadTakenWhenTheDiskFails() throws Exception {
        try (var log = new TestLog(data).append(1)) {
            log.disk.stick();
            log.disk.failToForce();
            for (int i = 0; i < 10; i++) {
                log.log.appendLater(TestLog.login("later" + i));
            }
            log.disk.mend();
            log.disk.failToForce();
            Await.until("the failure", () -> log.log.status().unavailable().isPresent());

            log.disk.mend();
            Await.until("recovery", () -> log.log.status().unavailable().isEmpty());

            assertThat(log.all())
                    .extracting(record -> record.event().target())
                    .startsWith("user:u0", "user:later0", "user:later1")
                    .contains("user:later9")
                    .hasSize(12);
            assertThat(log.verify().intact()).isTrue();
        }
    }

    @Test
    void letsCallersWaitForRoomAndRefusesThemAtLast() throws Exception {
        var settings = new AuditSettings(100_000, Duration.ofDays(7), Duration.ZERO, 5, Duration.ofMillis(50));
        try (var log = new TestLog(data, settings).append(1)) {
            log.disk.stick();
            for (int i = 0; i < 5; i++) {
                log.log.appendLater(TestLog.login("later" + i));
            }

            assertThatThrownBy(() -> log.log.appendLater(TestLog.login("more")))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("queue.records");
            assertThat(log.log.status().waited()).isEqualTo(1);
            assertThat(log.log.status().refused()).isEqualTo(1);

            log.disk.mend();
            log.log.append(TestLog.login("end"));
            assertThat(log.all()).hasSize(7);
        }
    }

    @Test
    void writesWhatWaitsWhenItIsClosedAndRefusesTheRest() throws Exception {
        var before = Thread.getAllStackTraces().keySet();
        var log = new TestLog(data);
        for (int i = 0; i < 100; i++) {
            log.log.appendLater(TestLog.login("u" + i));
        }
        var started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        started.removeIf(thread -> !thread.getName().equals("subrack-audit"));

        log.stop();

        assertThat(log.all())
                .hasSize(101)
                .last()
                .satisfies(record -> assertThat(record.event().type()).isEqualTo(AuditTypes.LOG_CLOSED));
        assertThatThrownBy(() -> log.log.append(TestLog.login("late"))).isInstanceOf(AuditUnavailableException.class);
        assertThat(log.verifyOffline().intact()).isTrue();
        assertThat(started).isNotEmpty(); // with those of tests that run at the same time
        Await.until("the end of its thread", () -> started.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void hasNoDirectoryYetAndIsNotToBlameForIt() throws Exception {
        Files.writeString(data.resolve("blocked"), "a file where a directory should be");
        var log = new TestLog(data.resolve("blocked"));

        assertThatThrownBy(() -> log.log.append(TestLog.login("x"))).isInstanceOf(AuditUnavailableException.class);
        Files.delete(data.resolve("blocked"));
        Await.until("recovery", () -> log.log.status().unavailable().isEmpty());
        log.append(1);

        assertThat(log.all()).hasSize(2);
        log.close();
    }

    @Test
    void keepsItsFilesToItself() throws Exception {
        try (var log = new TestLog(data).append(20)) {
            log.log.search(io.subrack.audit.api.AuditQuery.newest(AuditFilter.ofType("deploy"), 1));

            try (var files = Files.list(log.directory)) {
                assertThat(files.toList())
                        .hasSizeGreaterThan(4)
                        .anyMatch(file -> file.toString().endsWith(".index"))
                        .allSatisfy(file -> assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                                        Files.getPosixFilePermissions(file)))
                                .isEqualTo("rw-------"));
            }
            assertThat(Files.getPosixFilePermissions(log.directory)).hasSize(3);
        }
    }

    @Test
    void writesHostileTextSoThatALineIsARecord() throws Exception {
        try (var log = new TestLog(data)) {
            var hostile = "x\"}\n{\"v\":1,\"seq\":99}\u001b[2J\u202e\u2029\ud800 \\ srk_" + "a".repeat(43) + " 王😀";
            log.log.append(TestLog.login(hostile).from(hostile, hostile).with("reason", hostile));

            var lines = Files.readAllLines(log.lastSegment());
            var record = log.all().get(0);

            assertThat(lines).singleElement().asString().doesNotContain("\u001b", "\u202e", "srk_");
            assertThat(record.event().target()).contains("x\"}\\u000a{", "***", "王😀", " \\ ");
            assertThat(log.verify().intact()).isTrue();
            assertThat(log.all()).extracting(AuditRecord::sequence).containsExactly(1L);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.subrack.kernel.spi.PlatformLog;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class ProcessLogTest {
    private final LoggerContext loggers = new LoggerContext();

    @TempDir
    Path directory;

    ProcessLogTest() {
        loggers.setMDCAdapter(new LogbackMDCAdapter());
    }

    private ProcessLog log() {
        return new ProcessLog(loggers, directory, Clock.systemUTC());
    }

    @Test
    void keepsTheNewestLinesInOrder() {
        var log = log();
        var logger = loggers.getLogger("com.acme.A");
        for (int i = 0; i < 6_000; i++) {
            logger.info("line {}", i);
        }

        var recent = log.recent();
        assertThat(recent).hasSize(5_000);
        assertThat(recent.get(0).message()).isEqualTo("line 1000");
        assertThat(recent.get(4_999).message()).isEqualTo("line 5999");
        assertThat(recent).extracting(PlatformLog.Entry::id).isSorted();
    }

    @Test
    void keepsNoMoreThanItsShareOfMemoryForLongLines() {
        var log = log();
        for (int i = 0; i < 1_000; i++) {
            loggers.getLogger("com.acme.A").info("x".repeat(100_000));
        }

        assertThat(log.recent()).hasSizeBetween(100, 300);
    }

    @Test
    void tellsListenersUntilTheyLeave() {
        var log = log();
        var heard = new ArrayList<String>();
        var subscription = log.subscribe(entry -> heard.add(entry.message()));
        loggers.getLogger("com.acme.A").warn("one");
        subscription.close();
        loggers.getLogger("com.acme.A").warn("two");

        assertThat(heard).containsExactly("one");
    }

    @Test
    void surviveAListenerThatFails() {
        var log = log();
        log.subscribe(entry -> {
            throw new IllegalStateException("broken");
        });
        loggers.getLogger("com.acme.A").warn("one");

        assertThat(log.recent()).extracting(PlatformLog.Entry::message).containsExactly("one");
    }

    @Test
    void setsALevelBackByItself() throws InterruptedException {
        var log = log();
        loggers.getLogger("com.acme").setLevel(Level.WARN);
        log.set("com.acme", PlatformLog.Level.TRACE, Instant.now().plus(Duration.ofMillis(150)));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (log.logger("com.acme").until() != null && System.nanoTime() < end) {
            Thread.sleep(20);
        }

        assertThat(log.logger("com.acme").own()).isEqualTo(PlatformLog.Level.WARN);
    }

    @Test
    void goesBackToWhatWasConfiguredHoweverOftenALevelWasSet() {
        var log = log();
        Instant later = Instant.now().plusSeconds(600);
        log.set("com.acme", PlatformLog.Level.DEBUG, later);
        log.set("com.acme", PlatformLog.Level.TRACE, later.plusSeconds(1));
        assertThat(log.logger("com.acme.deep.inside").effective()).isEqualTo(PlatformLog.Level.TRACE);

        assertThat(log.reset("com.acme")).isTrue();
        assertThat(log.logger("com.acme").own()).isNull();
        assertThat(log.reset("com.acme")).isFalse();
    }

    @Test
    void readsEarlierLinesFromTheFilesWithTheirStackTraces() throws Exception {
        try (OutputStream old = new GZIPOutputStream(Files.newOutputStream(directory.resolve("subrack.1.log.gz")))) {
            old.write("2026-01-01T10:00:00.000Z INFO  [main] i.s.Old the oldest\n".getBytes());
        }
        Files.writeString(directory.resolve("subrack.log"), """
                2026-01-02T10:00:00.000+01:00 ERROR [pool [1]] i.s.New it broke
                java.lang.IllegalStateException: why
                \tat i.s.New.run(New.java:1)
                2026-01-03T10:00:00.000Z INFO  [main] i.s.New too new
                """);

        var earlier = log().earlier(Instant.parse("2026-01-03T00:00:00Z"), 10);

        assertThat(earlier).extracting(PlatformLog.Entry::message).containsExactly("the oldest", "it broke");
        assertThat(earlier.get(1).thread()).isEqualTo("pool [1]");
        assertThat(earlier.get(1).at()).isEqualTo(Instant.parse("2026-01-02T09:00:00Z"));
        assertThat(earlier.get(1).exception()).contains("IllegalStateException").contains("New.java:1");
    }

    @Test
    void letsNoMessagePassForAnotherLine() {
        PlatformLogging.registerConverters();
        var layout = new PatternLayout();
        layout.setContext(loggers);
        layout.setPattern("%safe");
        layout.start();

        assertThat(layout.doLayout(event("fine\r\n2026-01-01T10:00:00Z ERROR [main] forged \u001b[2J")))
                .isEqualTo("fine\n    2026-01-01T10:00:00Z ERROR [main] forged \\u001b[2J");
        assertThat(layout.doLayout(event("plain\ttext"))).isEqualTo("plain\ttext");
    }

    @Test
    void readsBackWhichRequestALineIsAbout() throws Exception {
        PlatformLogging.registerConverters();
        var layout = new PatternLayout();
        layout.setContext(loggers);
        layout.setPattern(PlatformLogging.FILE_PATTERN);
        layout.start();
        var mdc = loggers.getMDCAdapter();
        mdc.put("request", "7f3a-1");
        var inRequest = layout.doLayout(event("of a request"));
        mdc.put("request", "x) [main] i.s.Forged");
        var forged = layout.doLayout(event("of none"));
        mdc.clear();
        var outside = layout.doLayout(event("(abc) [main] i.s.Forged of none"));
        Files.writeString(directory.resolve("subrack.log"), inRequest + forged + outside);

        var earlier = log().earlier(Instant.now().plusSeconds(60), 10);

        assertThat(inRequest).contains(" INFO  (7f3a-1) [").endsWith("] ROOT of a request\n");
        assertThat(earlier)
                .extracting(PlatformLog.Entry::message)
                .containsExactly("of a request", "of none", "(abc) [main] i.s.Forged of none");
        assertThat(earlier)
                .extracting(PlatformLog.Entry::context)
                .containsExactly(Map.of("request", "7f3a-1"), Map.of(), Map.of());
    }

    @Test
    void keepsWhichRequestALineIsAboutAndNoMoreOfTheContextThanFits() {
        var log = log();
        var mdc = loggers.getMDCAdapter();
        mdc.put("request", "7f3a");
        mdc.put("huge", "x".repeat(100_000));
        loggers.getLogger("com.acme.A").warn("one");
        mdc.clear();

        var context = log.recent().get(0).context();
        assertThat(context).containsEntry("request", "7f3a");
        assertThat(context.get("huge")).hasSizeLessThan(300);
    }

    @Test
    void writesTheContextIntoJsonLinesEscaped() {
        var encoder = new JsonEncoder();
        encoder.setContext(loggers);
        encoder.start();
        loggers.getMDCAdapter().put("request", "7f3a");
        loggers.getMDCAdapter().put("evil", "a\"},\n{");
        var line = new String(encoder.encode(event("one")), StandardCharsets.UTF_8);
        loggers.getMDCAdapter().clear();

        assertThat(line).contains("\"request\":\"7f3a\"").contains("a\\\"},\\n{");
        assertThat(line.strip()).doesNotContain("\n");
    }

    private LoggingEvent event(String message) {
        var event = new LoggingEvent();
        event.setLoggerContext(loggers);
        event.setLoggerName(Logger.ROOT_LOGGER_NAME);
        event.setLevel(Level.INFO);
        event.setMessage(message);
        event.setThreadName("pool [1]");
        event.setInstant(Instant.now());
        return event;
    }

    @Test
    void listsWhatHasALevelOfItsOwn() {
        loggers.getLogger("com.acme").setLevel(Level.WARN);
        loggers.getLogger("com.acme.inherits");

        assertThat(log().loggers()).extracting(PlatformLog.LoggerLevel::name).isEqualTo(List.of("ROOT", "com.acme"));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.subrack.kernel.spi.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Spans on their way: what becomes of them when nobody takes them. */
class SpanQueueTest {
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore arrived = new Semaphore(0);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(SpanQueue.class);
    private @Nullable SdkTracerProvider provider;

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        logger.detachAppender(lines);
        if (provider != null) {
            provider.close();
        }
    }

    private SpanQueue queue(int capacity, int batch, Duration delay, Supplier<SpanQueue.Outcome> outcomes) {
        return new SpanQueue(capacity, batch, delay, spans -> {
            SpanQueue.Outcome outcome = outcomes.get();
            batches.add(spans.spans().size());
            arrived.release();
            return outcome;
        });
    }

    private Tracer tracer(SpanQueue queue) {
        provider = SdkTracerProvider.builder().addSpanProcessor(queue).build();
        return provider.get("test");
    }

    private void end(Tracer tracer, int count) {
        for (int i = 0; i < count; i++) {
            tracer.spanBuilder("s").startSpan().end();
        }
    }

    private static double value(SpanQueue queue, String name, String reason) {
        return queue.measurements().stream()
                .filter(each -> each.name().equals(name))
                .filter(each -> reason.isEmpty() || reason.equals(each.labels().get("reason")))
                .mapToDouble(Measurement::value)
                .sum();
    }

    @Test
    void sendsManyAtOnceAndWhatIsLeftWhenItIsClosed() throws Exception {
        SpanQueue queue = queue(100, 4, Duration.ofMinutes(1), () -> SpanQueue.Outcome.SENT)
                .start();
        Tracer tracer = tracer(queue);

        end(tracer, 4);
        assertThat(arrived.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        end(tracer, 1);
        queue.close();
        queue.awaitEnd();

        assertThat(batches.stream().mapToInt(each -> each).sum()).isEqualTo(5);
        assertThat(value(queue, "subrack_tracing_spans_sent_total", "")).isEqualTo(5);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void neverLetsAnybodyWait() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        SpanQueue queue = queue(10, 5, Duration.ofMillis(1), () -> {
                    await(answer);
                    return SpanQueue.Outcome.SENT;
                })
                .start();

        end(tracer(queue), 1_000);

        assertThat(value(queue, "subrack_tracing_spans_dropped_total", "queue_full"))
                .isBetween(980.0, 990.0);
        answer.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void triesAgainAndSaysOnceThatNobodyIsThere() throws Exception {
        List<SpanQueue.Outcome> outcomes = new ArrayList<>(List.of(
                SpanQueue.Outcome.later("connection refused", Duration.ZERO),
                SpanQueue.Outcome.later("connection refused", Duration.ZERO)));
        SpanQueue queue = queue(
                        100,
                        1,
                        Duration.ofMillis(1),
                        () -> outcomes.isEmpty() ? SpanQueue.Outcome.SENT : outcomes.remove(0))
                .start();

        end(tracer(queue), 1);
        assertThat(arrived.tryAcquire(3, 60, TimeUnit.SECONDS)).isTrue();
        queue.close();
        queue.awaitEnd();

        assertThat(value(queue, "subrack_tracing_spans_sent_total", "")).isEqualTo(1);
        assertThat(value(queue, "subrack_tracing_spans_dropped_total", "")).isZero();
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(0).getFormattedMessage())
                .contains("connection refused")
                .contains("collector");
        assertThat(lines.list.get(1).getFormattedMessage()).contains("again");
    }

    @Test
    void givesUpWhatIsRefusedOrCannotBeWritten() throws Exception {
        List<Supplier<SpanQueue.Outcome>> outcomes =
                new ArrayList<>(List.of(() -> SpanQueue.Outcome.refused("it answers 401"), () -> {
                    arrived.release();
                    throw new IllegalStateException("odd");
                }));
        SpanQueue queue = queue(
                        100, 1, Duration.ofMillis(1), () -> outcomes.remove(0).get())
                .start();
        Tracer tracer = tracer(queue);

        end(tracer, 2);
        assertThat(arrived.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
        queue.close();
        queue.awaitEnd();

        assertThat(value(queue, "subrack_tracing_spans_dropped_total", "refused"))
                .isEqualTo(2);
        assertThat(lines.list).hasSize(1);
    }

    @Test
    void doesNotRepeatWhatAnExceptionSays() throws Exception {
        SpanQueue queue = queue(100, 1, Duration.ofMillis(1), () -> {
                    throw new IllegalArgumentException("hunter2");
                })
                .start();

        end(tracer(queue), 1);
        queue.close();
        queue.awaitEnd();

        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getFormattedMessage())
                .contains("IllegalArgumentException")
                .doesNotContain("hunter2");
    }
}

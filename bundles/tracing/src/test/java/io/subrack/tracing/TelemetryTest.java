/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What bundles get that want spans of their own. */
class TelemetryTest {
    private final Telemetry telemetry = new Telemetry();

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void leadsTracersToWhateverRecordsRightNow() {
        Recorded first = new Recorded(Sampler.alwaysOn());
        Recorded second = new Recorded(Sampler.alwaysOn());
        Tracer kept = telemetry
                .tracerBuilder("com.acme")
                .setInstrumentationVersion("2")
                .build();

        kept.spanBuilder("before").startSpan().end();
        telemetry.recordWith(first.provider);
        kept.spanBuilder("one").startSpan().end();
        telemetry.recordWith(second.provider);
        telemetry.forget(first.provider);
        kept.spanBuilder("two").startSpan().end();
        telemetry.forget(second.provider);
        kept.spanBuilder("after").startSpan().end();

        assertThat(first.spans).extracting(SpanData::getName).containsExactly("one");
        assertThat(first.spans.get(0).getInstrumentationScopeInfo().getVersion())
                .isEqualTo("2");
        assertThat(second.spans).extracting(SpanData::getName).containsExactly("two");
    }

    @Test
    void isTheGlobalOne() {
        Recorded recorded = new Recorded(Sampler.alwaysOn());
        telemetry.recordWith(recorded.provider);

        GlobalOpenTelemetry.getTracer("com.acme").spanBuilder("own").startSpan().end();

        assertThat(recorded.spans).hasSize(1);
    }

    @Test
    void isTheGlobalOneEvenIfSomebodyHasAskedBefore() {
        telemetry.close();
        GlobalOpenTelemetry.getTracer("com.acme.early");
        Recorded recorded = new Recorded(Sampler.alwaysOn());
        new Telemetry().recordWith(recorded.provider);

        GlobalOpenTelemetry.getTracer("com.acme").spanBuilder("own").startSpan().end();

        assertThat(recorded.spans).hasSize(1);
    }
}

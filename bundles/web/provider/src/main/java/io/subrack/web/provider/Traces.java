/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Says to which trace a request belongs: its caller's, where callers may say so, or one of its own. */
final class Traces {
    /** Whose word counts. */
    private enum Trust {
        ALWAYS,
        PROXIES,
        NEVER
    }

    private final Trust trust;
    private final TrustedProxies proxies;
    private volatile @Nullable SpanRecorder recorder;

    Traces(String trust, TrustedProxies proxies) {
        this.trust = Trust.valueOf(trust.toUpperCase(Locale.ROOT));
        this.proxies = proxies;
    }

    /** @param next what records spans from now on; null for nothing */
    void recordWith(@Nullable SpanRecorder next) {
        recorder = next;
    }

    /** Returns what records spans; null if nothing does, as is the rule. */
    @Nullable
    SpanRecorder recorder() {
        return recorder;
    }

    /** Begins the span of a request; null if it is not to be recorded by anybody here. */
    static SpanRecorder.@Nullable Span begin(SpanRecorder recording, Exchange exchange, TraceContext caller) {
        Instant now = Instant.now();
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return recording.request(caller, exchange.path(), exchange.getMethod(), nanos - exchange.durationNanos());
    }

    TraceContext of(Request request) {
        HttpFields headers = request.getHeaders();
        String parent = headers.get(TraceContext.PARENT_HEADER);
        if (parent == null || !trusts(request)) {
            return TraceContext.begin();
        }
        if (headers.getValuesList(TraceContext.PARENT_HEADER).size() > 1) {
            return TraceContext.begin();
        }
        List<String> states = headers.getValuesList(TraceContext.STATE_HEADER);
        List<String> baggage = headers.getValuesList(TraceContext.BAGGAGE_HEADER);
        return TraceContext.goOn(
                parent,
                states.isEmpty() ? null : String.join(",", states),
                baggage.isEmpty() ? null : String.join(",", baggage));
    }

    private boolean trusts(Request request) {
        return switch (trust) {
            case ALWAYS -> true;
            case PROXIES -> proxies.trusts(Request.getRemoteAddr(request));
            case NEVER -> false;
        };
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.spi.TraceContext;
import io.subrack.web.api.RequestAttributes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/** To which trace a request belongs, and what the log says of it. */
class TraceTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @TempDir
    Path data;

    private @Nullable Door door;

    @AfterEach
    void stop() {
        if (door != null) {
            door.close();
        }
    }

    /** Starts with a handler that tells what it sees. */
    private Door start(Object... settings) {
        Door made = new Door(data, settings);
        door = made;
        made.mount("/a", (request, response) -> {
            response.getOutputStream().write(seen(request).getBytes(StandardCharsets.UTF_8));
            MDC.put("left", "behind");
        });
        return made;
    }

    private static String seen(HttpServletRequest request) {
        TraceContext trace = Objects.requireNonNull(TraceContext.current());
        assertThat(request.getAttribute(RequestAttributes.TRACE_PARENT)).isEqualTo(trace.header());
        Map<String, String> log = MDC.getCopyOfContextMap();
        return trace.header() + " " + trace.state() + " " + new TreeMap<>(log);
    }

    private static HttpResponse<String> get(Door door, String... headers) throws Exception {
        return door.send(door.request("/a").headers(headers).build());
    }

    @Test
    void goesOnWithTheTraceOfTheCallerUnderAnIdOfItsOwn() throws Exception {
        String body = get(
                        start(), "traceparent", PARENT, "tracestate", "a=1", "tracestate", "b=2", "X-Request-Id", "r-1")
                .body();

        assertThat(body)
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01 a=1,b=2 \\{bundle=com.acme.a, request=r-1, trace=" + TRACE
                        + "}")
                .doesNotContain("b7ad6b7169203331");
    }

    @Test
    void beginsATraceWhereNoneCame() throws Exception {
        Door begun = start();

        String one = get(begun, "X-Request-Id", "r-1").body();
        String other = get(begun, "X-Request-Id", "r-1").body();

        assertThat(one).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00  .*").isNotEqualTo(other);
    }

    @Test
    void believesNoHeaderThatIsThereTwice() throws Exception {
        assertThat(get(start(), "traceparent", PARENT, "traceparent", PARENT).body())
                .doesNotContain(TRACE);
    }

    @Test
    void believesNobodyWhereItShallNot() throws Exception {
        assertThat(get(start("trace.trust", "never"), "traceparent", PARENT).body())
                .doesNotContain(TRACE);
    }

    @Test
    void believesProxiesAloneWhereItShall() throws Exception {
        assertThat(get(start("trace.trust", "proxies"), "traceparent", PARENT).body())
                .doesNotContain(TRACE);
        stop();

        assertThat(get(start("trace.trust", "proxies", "trusted.proxies", "127.0.0.1"), "traceparent", PARENT)
                        .body())
                .contains(TRACE);
    }

    @Test
    void tellsAHandlerNothingOfTheRequestBefore() throws Exception {
        Door reused = start("threads.min", "4", "threads.max", "8");
        for (int i = 0; i < 40; i++) {
            String body = get(reused, "X-Request-Id", "r-" + i).body();
            assertThat(body).contains("request=r-" + i).doesNotContain("left");
        }
    }

    @Test
    void goesOnInTheThreadThatARequestIsDispatchedTo() throws Exception {
        Door made = start();
        made.mount("/later", (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.getOutputStream().write(seen(request).getBytes(StandardCharsets.UTF_8));
                return;
            }
            AsyncContext async = request.startAsync();
            new Thread(async::dispatch).start();
        });

        String body = made.send(made.request("/later")
                        .headers("traceparent", PARENT, "X-Request-Id", "r-2")
                        .build())
                .body();

        assertThat(body).contains(TRACE).contains("{bundle=com.acme.later, request=r-2, trace=" + TRACE + "}");
    }

    @Test
    void goesOnInTheThreadsThatTheServletContainerLends() throws Exception {
        Door made = start("threads.min", "4", "threads.max", "8");
        made.mount("/lent", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    response.getOutputStream().write(seen(request).getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                MDC.put("left", "behind");
                async.complete();
            });
        });

        for (int i = 0; i < 20; i++) {
            String id = "lent-" + i;
            String lent = made.send(
                            made.request("/lent").header("X-Request-Id", id).build())
                    .body();
            String next = get(made, "X-Request-Id", "next-" + i).body();

            assertThat(lent).contains("{bundle=com.acme.lent, request=" + id + ", trace=");
            assertThat(next).contains("request=next-" + i).doesNotContain("left");
        }
    }

    @Test
    void setsBackWhatTheThreadHadBefore() {
        TraceContext outer = TraceContext.begin();
        TraceContext.setCurrent(outer);
        MDC.put("job", "7");

        LogContext same = LogContext.enter("r-0", outer, null, null);
        assertThat(MDC.get(LogContext.REQUEST)).isNull();
        same.leave();
        LogContext other = LogContext.enter("r-3", TraceContext.begin(), null, null);
        assertThat(MDC.get(LogContext.REQUEST)).isEqualTo("r-3");
        other.leave();

        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("job", "7"));
        assertThat(TraceContext.current()).isSameAs(outer);
        MDC.clear();
        TraceContext.setCurrent(null);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.provider.PlainSource.Opening;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.SpanRecorder.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Has statements recorded that are made in the course of a recorded request, by OpenTelemetry's semantic conventions for
 * databases. Where nothing is recorded, connections are given out as they are. Thread-safe.
 */
final class JdbcSpans {
    private static final Pattern SERVER = Pattern.compile("jdbc:postgresql://([^:/,?]+)(?::(\\d+))?.*");
    private static final int POSTGRES_PORT = 5432;

    /** Nobody wants to see that a connection came from the pool at once. */
    private static final long WAITED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String system;
    private final @Nullable String server;
    private final int port;
    private volatile @Nullable SpanRecorder recorder;

    JdbcSpans(Settings settings) {
        Matcher matcher = SERVER.matcher(settings.url());
        boolean remote = matcher.matches();
        system = settings.url().isEmpty() ? "hsqldb" : "postgresql";
        server = remote ? matcher.group(1) : null;
        port = remote && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : POSTGRES_PORT;
    }

    /** @param next what records spans from now on; null for nothing */
    void recordWith(@Nullable SpanRecorder next) {
        recorder = next;
    }

    void forget(SpanRecorder gone) {
        if (recorder == gone) {
            recorder = null;
        }
    }

    /** Opens a connection; how long that took is recorded if it was long, or in vain. */
    Connection connection(SchemaName schema, Opening opening) throws SQLException {
        SpanRecorder recording = recorder;
        Span waiting = recording == null ? null : begin(recording, schema, "connection " + schema);
        if (recording == null || waiting == null) {
            return opening.open();
        }
        long begun = System.nanoTime();
        try {
            Connection connection = opening.open();
            if (System.nanoTime() - begun >= WAITED_NANOS) {
                waiting.end();
            }
            return TracedConnection.around(connection, this, schema);
        } catch (SQLException e) {
            fail(waiting, e);
            waiting.end();
            throw e;
        }
    }

    /** Begins the span of a statement; null if it is not to be recorded. */
    @Nullable
    Span statement(SchemaName schema, Sql sql) {
        SpanRecorder recording = recorder;
        Span span = recording == null ? null : begin(recording, schema, sql.summary());
        if (span != null) {
            span.set("db.operation.name", sql.operation());
            span.set("db.query.summary", sql.summary());
            span.set("db.query.text", sql.text());
        }
        return span;
    }

    /** Begins the span of the end of a transaction; null if it is not to be recorded. */
    @Nullable
    Span transaction(SchemaName schema, String operation) {
        SpanRecorder recording = recorder;
        Span span = recording == null ? null : begin(recording, schema, operation);
        if (span != null) {
            span.set("db.operation.name", operation);
        }
        return span;
    }

    private @Nullable Span begin(SpanRecorder recording, SchemaName schema, String name) {
        Span span = recording.child(SpanRecorder.Kind.CLIENT, name);
        if (span != null) {
            span.set("db.system.name", system);
            span.set("db.namespace", schema.value());
            if (server != null) {
                span.set("server.address", server);
                span.set("server.port", port);
            }
        }
        return span;
    }

    /** Says which kind of failure it was, and not its message: that may have values of rows in it. */
    static void fail(Span span, Throwable failure) {
        if (failure instanceof SQLException sql && sql.getSQLState() != null) {
            span.set("db.response.status_code", sql.getSQLState());
            span.failed(sql.getSQLState(), null);
        } else {
            span.failed(failure.getClass().getName(), null);
        }
    }
}

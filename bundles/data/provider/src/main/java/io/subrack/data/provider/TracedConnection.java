/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.kernel.spi.SpanRecorder.Span;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection whose statements are recorded; there only while somebody records the request that has asked for it. */
final class TracedConnection implements InvocationHandler {
    private final Connection target;
    private final JdbcSpans spans;
    private final SchemaName schema;

    private TracedConnection(Connection target, JdbcSpans spans, SchemaName schema) {
        this.target = target;
        this.spans = spans;
        this.schema = schema;
    }

    static Connection around(Connection connection, JdbcSpans spans, SchemaName schema) {
        return proxy(Connection.class, new TracedConnection(connection, spans, schema));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(TracedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && self == arguments[0];
            case "commit" -> transaction("COMMIT", method, arguments);
            case "rollback" -> transaction("ROLLBACK", method, arguments);
            case "createStatement" -> statement(self, Statement.class, method, arguments);
            case "prepareStatement" -> statement(self, PreparedStatement.class, method, arguments);
            case "prepareCall" -> statement(self, CallableStatement.class, method, arguments);
            default -> call(target, method, arguments);
        };
    }

    private @Nullable Object transaction(String operation, Method method, Object @Nullable [] arguments)
            throws Throwable {
        return within(spans.transaction(schema, operation), target, method, arguments);
    }

    private Object statement(Object self, Class<?> type, Method method, Object @Nullable [] arguments)
            throws Throwable {
        Object made = call(target, method, arguments);
        String prepared = arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : null;
        return proxy(type, new TracedStatement(self, made, prepared));
    }

    private static @Nullable Object within(
            @Nullable Span span, @Nullable Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (span == null) {
            return call(target, method, arguments);
        }
        try {
            return call(target, method, arguments);
        } catch (Throwable e) { // the driver's, and on its way to who called
            JdbcSpans.fail(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    private static @Nullable Object call(@Nullable Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** A statement of it. */
    private final class TracedStatement implements InvocationHandler {
        private final Object connection;
        private final @Nullable Object statement;
        private final @Nullable String prepared;
        private int batched;
        private @Nullable String inBatch;

        /** @param prepared what it was prepared with; null for nothing */
        TracedStatement(Object connection, @Nullable Object statement, @Nullable String prepared) {
            this.connection = connection;
            this.statement = statement;
            this.prepared = prepared;
            this.inBatch = prepared;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "equals" -> arguments != null && self == arguments[0];
                case "getConnection" -> connection;
                case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" ->
                    within(begin(given(arguments, prepared), 0), statement, method, arguments);
                case "addBatch" -> {
                    batched++;
                    inBatch = given(arguments, inBatch);
                    yield call(statement, method, arguments);
                }
                case "clearBatch" -> {
                    batched = 0;
                    yield call(statement, method, arguments);
                }
                case "executeBatch", "executeLargeBatch" -> {
                    int size = batched;
                    batched = 0;
                    yield within(begin(inBatch, size), statement, method, arguments);
                }
                default -> call(statement, method, arguments);
            };
        }

        private static @Nullable String given(Object @Nullable [] arguments, @Nullable String otherwise) {
            return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : otherwise;
        }

        private @Nullable Span begin(@Nullable String sql, int batch) {
            Span span = spans.statement(schema, Sql.of(sql == null ? "" : sql));
            if (span != null && batch > 1) {
                span.set("db.operation.batch.size", batch);
            }
            return span;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.kernel.spi.TraceContext;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.hsqldb.jdbc.JDBCDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is recorded of the work of a connection. */
class JdbcSpansIT {
    private final List<String> ended = new ArrayList<>();
    private final JdbcSpans spans = new JdbcSpans(Settings.embedded(Path.of("memory")));
    private final SchemaName schema = new SchemaName("stock");
    private final JDBCDataSource database = new JDBCDataSource();
    private boolean recording = true;

    @BeforeEach
    void record() {
        database.setUrl("jdbc:hsqldb:mem:spans");
        database.setUser("SA");
        spans.recordWith(new SpanRecorder() {
            @Override
            public @Nullable Span request(TraceContext caller, String path, String name, long startNanos) {
                return null;
            }

            @Override
            public @Nullable Span child(Kind kind, String name) {
                return recording ? span(kind + " " + name) : null;
            }

            @Override
            public @Nullable TraceContext current() {
                return null;
            }
        });
    }

    /** A span that writes down what it was told when it ends. */
    private SpanRecorder.Span span(String name) {
        StringBuilder said = new StringBuilder(name);
        return (SpanRecorder.Span) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SpanRecorder.Span.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "set" ->
                            said.append(' ').append(arguments[0]).append('=').append(arguments[1]);
                        case "failed" ->
                            said.append(" failed ")
                                    .append(arguments[0])
                                    .append(' ')
                                    .append(arguments[1]);
                        case "end" -> ended.add(said.toString());
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    private Connection open() throws SQLException {
        Connection plain = database.getConnection();
        return spans.connection(schema, () -> plain);
    }

    @Test
    void recordsStatementsOfEachKind() throws Exception {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists item (sku varchar(20) primary key, n int)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into item values (?, 7)")) {
                insert.setString(1, "secret");
                insert.addBatch();
                insert.setString(1, "hidden");
                insert.addBatch();
                insert.executeBatch();
                assertThat(insert.getConnection()).isEqualTo(connection);
            }
            connection.commit();
            statement.executeQuery("select * from item where sku = 'secret'").close();
        }

        String common = " db.system.name=hsqldb db.namespace=stock db.operation.name=";
        ended.removeIf(each -> each.startsWith("CLIENT connection"));
        assertThat(ended).hasSize(4);
        assertThat(ended.get(0)).startsWith("CLIENT CREATE item" + common + "CREATE");
        assertThat(ended.get(1))
                .isEqualTo("CLIENT INSERT item" + common + "INSERT db.query.summary=INSERT item"
                        + " db.query.text=insert into item values (?) db.operation.batch.size=2");
        assertThat(ended.get(2)).isEqualTo("CLIENT COMMIT" + common + "COMMIT");
        assertThat(ended.get(3)).endsWith("db.query.text=select * from item where sku = ?");
        assertThat(ended.toString()).doesNotContain("secret", "hidden");
    }

    @Test
    void saysWhichKindOfFailureItWasAndNoMore() throws Exception {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select * from missing where a = 'secret'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("MISSING");
        }

        assertThat(ended.get(ended.size() - 1))
                .contains("db.response.status_code=42501 failed 42501 null")
                .doesNotContain("secret");
    }

    @Test
    void saysWhenNoConnectionCanBeHad() {
        assertThatThrownBy(() -> spans.connection(schema, () -> {
                    throw new SQLException("no", "08001");
                }))
                .isInstanceOf(SQLException.class);

        assertThat(ended).hasSize(1);
        assertThat(ended.get(0)).startsWith("CLIENT connection stock").contains("failed 08001");
    }

    @Test
    void givesTheConnectionAsItIsWhereNothingIsRecorded() throws Exception {
        recording = false;
        try (Connection plain = database.getConnection()) {
            assertThat(spans.connection(schema, () -> plain)).isSameAs(plain);
            spans.recordWith(null);
            assertThat(spans.connection(schema, () -> plain)).isSameAs(plain);
        }
        assertThat(ended).isEmpty();
    }
}

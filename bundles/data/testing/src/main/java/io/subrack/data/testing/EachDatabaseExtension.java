/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.testing;

import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a test once on each database. */
final class EachDatabaseExtension implements TestTemplateInvocationContextProvider {
    private static final Namespace NAMESPACE = Namespace.create(EachDatabaseExtension.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        EachDatabase wanted = context.getRequiredTestMethod().getAnnotation(EachDatabase.class);
        return Stream.of(DatabaseKind.values()).map(kind -> new OnOne(kind, wanted));
    }

    /** One run of the test. */
    private record OnOne(DatabaseKind kind, EachDatabase wanted) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return kind.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Parameters(kind, wanted));
        }
    }

    private record Parameters(DatabaseKind kind, EachDatabase wanted) implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == DataSource.class || type == TestDatabase.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Opened opened = context.getStore(NAMESPACE).getOrComputeIfAbsent(Opened.class, key -> open(), Opened.class);
            return parameter.getParameter().getType() == DataSource.class ? opened.source() : opened.database();
        }

        private Opened open() {
            TestDatabase database = TestDatabase.of(kind);
            try {
                return new Opened(database, database.open(wanted.of(), wanted.migrations()));
            } catch (RuntimeException | AssertionError e) {
                database.close();
                throw e;
            }
        }
    }

    /** Closed by JUnit at the end of the test. */
    private record Opened(TestDatabase database, DataSource source) implements AutoCloseable {
        @Override
        public void close() {
            database.close();
        }
    }
}

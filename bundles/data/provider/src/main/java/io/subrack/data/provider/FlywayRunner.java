/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.io.Reader;
import java.io.StringReader;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

/** Applies migrations. The one class that knows Flyway, so that a start with nothing to migrate does not load it. */
final class FlywayRunner {
    private final DataSource source;
    private final String schema;

    /** @param schema as the database calls it */
    FlywayRunner(DataSource source, String schema) {
        this.source = source;
        this.schema = schema;
    }

    /**
     * Applies what is not applied yet.
     *
     * @param inOneStep all or none; only where the database can undo changes of tables
     * @return how many scripts were applied
     * @throws SQLException with a sentence that names the script
     */
    int migrate(Scripts scripts, boolean inOneStep) throws SQLException {
        Flyway flyway = Flyway.configure(FlywayRunner.class.getClassLoader())
                .dataSource(source)
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(false)
                .resourceProvider(new Given(scripts))
                .javaMigrationClassProvider(List::of)
                .placeholderReplacement(false)
                .cleanDisabled(true)
                .group(inOneStep)
                .loggers("slf4j")
                .load();
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            if (!inOneStep) {
                forget(flyway, e);
            }
            throw failure(e);
        }
    }

    /** Has the history not remember the failure, so that a corrected script can be tried. */
    private static void forget(Flyway flyway, FlywayException failure) {
        if (failure instanceof FlywayMigrateException) {
            try {
                flyway.repair();
            } catch (FlywayException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static SQLException failure(FlywayException failure) {
        SQLException told = null;
        FlywaySqlScriptException script = null;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql) {
                told = sql;
            }
            if (each instanceof FlywaySqlScriptException inScript) {
                script = inScript;
            }
        }
        String reason = told == null ? oneLine(failure.getMessage()) : oneLine(told.getMessage());
        String place = script == null ? "" : place(script);
        String state = told == null ? "55000" : told.getSQLState();
        return new SQLException(place + reason, state, told == null ? 0 : told.getErrorCode(), failure);
    }

    private static String place(FlywaySqlScriptException failure) {
        var resource = failure.getResource();
        return resource == null ? "" : resource.getFilename() + ", line " + failure.getLineNumber() + ": ";
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "no reason given" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Gives Flyway the scripts that were read already; it looks for none itself. */
    private record Given(Scripts scripts) implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return scripts.all().stream()
                    .filter(script -> script.name().equals(name))
                    .findFirst()
                    .map(Text::new)
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return scripts.all().stream()
                    .filter(script -> script.name().startsWith(prefix)
                            && List.of(suffixes).stream().anyMatch(script.name()::endsWith))
                    .<LoadableResource>map(Text::new)
                    .toList();
        }
    }

    /** One script as Flyway reads it. */
    private static final class Text extends LoadableResource {
        private final Script script;

        Text(Script script) {
            this.script = script;
        }

        @Override
        public Reader read() {
            return new StringReader(script.text());
        }

        @Override
        public String getAbsolutePath() {
            return script.name();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return script.name();
        }

        @Override
        public String getFilename() {
            return script.name();
        }

        @Override
        public String getRelativePath() {
            return script.name();
        }
    }
}

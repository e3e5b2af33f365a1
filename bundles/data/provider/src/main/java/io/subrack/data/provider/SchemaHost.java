/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.osgi.framework.Bundle;

/** The data layer without OSGi: the one database, its pools, and the bundles that use it. Thread-safe. */
public final class SchemaHost implements AutoCloseable {
    private final Settings settings;
    private final Database database;
    private final Availability availability;
    private final Pools pools;
    private final Migrations migrations;
    private final JdbcSpans spans;

    SchemaHost(Settings settings, Database database) {
        this.settings = settings;
        this.database = database;
        this.availability = new Availability(database.describe(), System::nanoTime);
        this.pools = new Pools(settings, database, availability);
        this.migrations = new Migrations(database);
        this.spans = new JdbcSpans(settings);
    }

    /** Returns the data layer as it is configured; opens nothing yet. */
    public static SchemaHost of(Settings settings) {
        return new SchemaHost(
                settings,
                settings.url().isEmpty() ? EmbeddedDatabase.in(settings.directory()) : new PostgresDatabase(settings));
    }

    /** Returns the data layer on a database that is gone when it is closed. */
    public static SchemaHost inMemory() {
        return new SchemaHost(Settings.embedded(Path.of("memory")), EmbeddedDatabase.inMemory());
    }

    /**
     * Opens a schema as a bundle would and applies its migrations.
     *
     * @param schema its name
     * @param bundle symbolic name of its owner
     * @param anchor a class of the jar or folder that the migrations are in
     * @param folder where they are in there
     * @throws SQLException with a sentence, if a migration fails
     */
    public DataSource open(String schema, String bundle, Class<?> anchor, String folder) throws SQLException {
        var request = new DataRequest(bundle, new SchemaName(schema), folder);
        BundleDatabase opened = open(request, () -> Scripts.of(anchor, folder, database.dialect()));
        opened.makeReady();
        return opened.dataSource();
    }

    /** Deletes a schema with all that is in it. */
    public void drop(String schema) throws SQLException {
        var name = new SchemaName(schema);
        pools.leave(name);
        database.drop(name);
    }

    BundleDatabase open(DataRequest request, Supplier<Scripts> scripts) {
        return new BundleDatabase(request, scripts, migrations, availability, pools, spans);
    }

    BundleDatabase open(DataRequest request, Bundle bundle) {
        return open(request, () -> Scripts.of(bundle, request.migrations(), database.dialect()));
    }

    JdbcSpans spans() {
        return spans;
    }

    Database database() {
        return database;
    }

    Settings settings() {
        return settings;
    }

    Map<SchemaName, Pools.Pool> pools() {
        return pools.all();
    }

    Optional<Pools.Pool> pool(SchemaName schema) {
        return pools.of(schema);
    }

    boolean isUsable() {
        return availability.fault().isEmpty();
    }

    /** Asks the database for a sign of life and returns what is wrong, if something is. */
    Optional<String> ailment() {
        try (Connection connection = database.administer()) {
            if (connection.isValid(1)) {
                availability.succeeded();
                return Optional.empty();
            }
            return Optional.of(database.describe() + " does not answer");
        } catch (SQLException e) {
            return Optional.of(String.valueOf(availability.failed(e).getMessage()));
        }
    }

    @Override
    public void close() {
        pools.close();
        database.close();
    }
}

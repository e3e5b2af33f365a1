/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.data.api.DataException;
import io.subrack.data.api.DataProblem;
import io.subrack.data.api.SchemaInfo;
import io.subrack.data.api.SchemaInfo.State;
import io.subrack.data.api.Schemas;
import io.subrack.data.provider.Database.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schemas for admins. */
@Component(service = Schemas.class)
public final class BundleSchemas implements Schemas {
    private static final Logger log = LoggerFactory.getLogger(BundleSchemas.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("'db-'yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final SchemaHost host;
    private final Supplier<Set<String>> installed;
    private final Clock clock;

    @Activate
    public BundleSchemas(BundleContext context, @Reference DataDoor door) {
        this(
                door.host(),
                () -> Stream.of(context.getBundles())
                        .map(Bundle::getSymbolicName)
                        .filter(name -> name != null)
                        .collect(Collectors.toSet()),
                Clock.systemUTC());
    }

    BundleSchemas(SchemaHost host, Supplier<Set<String>> installed, Clock clock) {
        this.host = host;
        this.installed = installed;
        this.clock = clock;
    }

    @Override
    public List<SchemaInfo> list() {
        Set<String> bundles = installed.get();
        try {
            var schemas = new java.util.ArrayList<SchemaInfo>();
            for (Entry entry : host.database().entries()) {
                schemas.add(info(entry, bundles));
            }
            return List.copyOf(schemas);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private SchemaInfo info(Entry entry, Set<String> bundles) throws SQLException {
        var pool = host.pool(entry.schema());
        State inUse = pool.isPresent() ? State.IN_USE : State.IDLE;
        return new SchemaInfo(
                entry.schema().value(),
                entry.bundle(),
                bundles.contains(entry.bundle()) ? inUse : State.ORPHANED,
                entry.created(),
                host.database().size(entry.schema()),
                pool.map(Pools.Pool::active).orElse(0),
                pool.map(Pools.Pool::idle).orElse(0));
    }

    @Override
    public void drop(String name) {
        try {
            Entry entry = host.database().entries().stream()
                    .filter(each -> each.schema().value().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new DataException(
                            DataProblem.UNKNOWN_SCHEMA, "There is no schema '" + SchemaName.printable(name) + "'."));
            if (installed.get().contains(entry.bundle())
                    || host.pool(entry.schema()).isPresent()) {
                throw new DataException(
                        DataProblem.SCHEMA_IN_USE,
                        "The schema " + name + " belongs to " + entry.bundle()
                                + ", which is installed; remove that first.");
            }
            host.database().drop(entry.schema());
            log.info("Dropped the schema {} that {} left behind", name, entry.bundle());
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Override
    public Path backup() {
        if (!host.settings().url().isEmpty()) {
            throw new DataException(
                    DataProblem.BACKUP_ELSEWHERE,
                    host.database().describe() + " is backed up by the tools of PostgreSQL, as pg_dump.");
        }
        Path target = host.settings().backups().resolve(STAMP.format(clock.instant()));
        try {
            Files.createDirectories(host.settings().backups());
            Files.createDirectory(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            host.database().copyTo(target);
            log.info("Wrote a backup of the database to {}", target);
            return target;
        } catch (SQLException | IOException e) {
            delete(target);
            throw new DataException(
                    DataProblem.BACKUP_FAILED,
                    "The database could not be copied to " + target + ": " + e.getMessage(),
                    e);
        }
    }

    private static void delete(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("{} is left behind and is no backup", directory, e);
        }
    }

    private DataException unavailable(SQLException failure) {
        return new DataException(
                DataProblem.UNAVAILABLE,
                host.database().describe() + " cannot be asked right now: " + failure.getMessage(),
                failure);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an admin may set. */
@ObjectClassDefinition(name = "Subrack data", description = "The database that bundles have their schemas in")
public @interface DataConfig {
    @AttributeDefinition(
            name = "Address",
            description = "JDBC address of a PostgreSQL database; empty for the embedded HSQLDB",
            required = false)
    String url() default "";

    @AttributeDefinition(name = "User", description = "Who connects to PostgreSQL", required = false)
    String user() default "";

    @AttributeDefinition(
            name = "Password file",
            description = "File with that user's password; empty if the server asks for none",
            required = false)
    String password_file() default "";

    @AttributeDefinition(
            name = "Backup directory",
            description = "Where copies of the embedded database are written; empty for 'backup' in the data directory",
            required = false)
    String backup_directory() default "";

    @AttributeDefinition(name = "Pool size", description = "Most connections of one schema", min = "1", max = "1000")
    int pool_size() default 8;

    @AttributeDefinition(
            name = "All connections",
            description = "Most connections of all schemas together",
            min = "1",
            max = "10000")
    int connections_total() default 64;

    @AttributeDefinition(
            name = "Connection timeout",
            description = "Milliseconds to wait for a connection",
            min = "250",
            max = "60000")
    int connection_timeout_millis() default 2000;

    @AttributeDefinition(
            name = "Idle time",
            description = "Seconds after which an unused connection is closed",
            min = "10",
            max = "86400")
    int idle_seconds() default 60;

    @AttributeDefinition(
            name = "Lifetime",
            description = "Seconds after which a connection is replaced",
            min = "30",
            max = "86400")
    int lifetime_seconds() default 1800;

    @AttributeDefinition(
            name = "Silence",
            description = "Seconds that PostgreSQL may stay silent within a statement; 0 is for ever",
            min = "0",
            max = "86400")
    int socket_timeout_seconds() default 60;

    /** Checks the values. */
    final class Checked {
        static final String PID = "io.subrack.data";

        private Checked() {}

        /** @throws IllegalArgumentException naming the key, the value and the rule */
        static Settings settings(DataConfig config, Path data) {
            String url = config.url().strip();
            for (String fault : faults(url, config.user())) {
                throw new IllegalArgumentException(fault);
            }
            String backups = config.backup_directory().strip();
            return new Settings(
                    url,
                    config.user().strip(),
                    config.password_file().strip(),
                    data.resolve("db"),
                    backups.isEmpty() ? data.resolve("backup") : data.resolve(backups),
                    number("pool.size", config.pool_size(), 1, 1000),
                    number("connections.total", config.connections_total(), 1, 10_000),
                    Duration.ofMillis(
                            number("connection.timeout.millis", config.connection_timeout_millis(), 250, 60_000)),
                    Duration.ofSeconds(number("idle.seconds", config.idle_seconds(), 10, 86_400)),
                    Duration.ofSeconds(number("lifetime.seconds", config.lifetime_seconds(), 30, 86_400)),
                    Duration.ofSeconds(number("socket.timeout.seconds", config.socket_timeout_seconds(), 0, 86_400)));
        }

        /** Returns what is wrong with the address of a database and its user. */
        static List<String> faults(String url, String user) {
            if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
                return List.of(PID + ": url must be empty or start with jdbc:postgresql:");
            }
            return !url.isEmpty() && user.isBlank() ? List.of(PID + ": user must be set where url is") : List.of();
        }

        private static int number(String key, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(
                        PID + ": " + key + " must be " + min + " to " + max + ", not " + value);
            }
            return value;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the data layer is told.
 *
 * @param url the JDBC address of a PostgreSQL database, or empty for the embedded one
 * @param user who connects there
 * @param passwordFile a file with that user's password, or empty if the server asks for none
 * @param directory where the embedded database lives
 * @param backups where copies of the embedded database are written
 * @param poolSize most connections of one schema
 * @param totalConnections most connections of all schemas
 * @param connectionTimeout how long one waits for a connection
 * @param idleTimeout after which an unused connection is closed
 * @param lifetime after which a connection is replaced
 * @param socketTimeout how long PostgreSQL may stay silent within a statement; zero is for ever
 */
public record Settings(
        String url,
        String user,
        String passwordFile,
        Path directory,
        Path backups,
        int poolSize,
        int totalConnections,
        Duration connectionTimeout,
        Duration idleTimeout,
        Duration lifetime,
        Duration socketTimeout) {

    /** Returns the defaults, with the embedded database in {@code directory}. */
    public static Settings embedded(Path directory) {
        return new Settings(
                "",
                "",
                "",
                directory,
                directory.resolveSibling("backup"),
                8,
                64,
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                Duration.ofMinutes(1));
    }

    /** Returns the same for a PostgreSQL server. */
    public Settings at(String newUrl, String newUser, String newPasswordFile) {
        return new Settings(
                newUrl,
                newUser,
                newPasswordFile,
                directory,
                backups,
                poolSize,
                totalConnections,
                connectionTimeout,
                idleTimeout,
                lifetime,
                socketTimeout);
    }

    /** Returns the same with other bounds. */
    Settings bounded(int newPoolSize, int newTotal, Duration newTimeout) {
        return new Settings(
                url,
                user,
                passwordFile,
                directory,
                backups,
                newPoolSize,
                newTotal,
                newTimeout,
                idleTimeout,
                lifetime,
                socketTimeout);
    }
}

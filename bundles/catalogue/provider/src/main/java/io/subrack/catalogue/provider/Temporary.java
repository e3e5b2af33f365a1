/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are needed for a moment. */
final class Temporary {
    private static final Logger log = LoggerFactory.getLogger(Temporary.class);
    private static final String PREFIX = "incoming";

    /** Tells files of this process from those that an earlier one left. */
    private static final String OWN = PREFIX + "-" + UUID.randomUUID() + "-";

    private Temporary() {}

    static Path file(Path directory) {
        try {
            Files.createDirectories(directory);
            return Files.createTempFile(directory, OWN, ".tmp");
        } catch (IOException e) {
            throw new CatalogueException(
                    CatalogueProblem.STORE_FAILED,
                    directory + " cannot be written: " + e.getMessage() + ". See to free space and permissions.",
                    e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} cannot be removed; it is removed at the next start", file, e);
        }
    }

    /** Removes what an earlier process left; what is in use here stays. */
    static void clean(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> strays = Files.newDirectoryStream(directory, PREFIX + "*.tmp")) {
            for (Path stray : strays) {
                if (!stray.getFileName().toString().startsWith(OWN)) {
                    delete(stray);
                }
            }
        } catch (IOException e) {
            log.warn("{} cannot be cleaned", directory, e);
        }
    }
}

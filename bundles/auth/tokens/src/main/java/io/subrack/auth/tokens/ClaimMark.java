/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there once somebody has claimed the installation, so that a start need not wait for the database before
 * it serves what is for everybody. The database has the last word.
 */
final class ClaimMark {
    private static final Logger log = LoggerFactory.getLogger(ClaimMark.class);

    private final Path file;

    ClaimMark(Path file) {
        this.file = file;
    }

    boolean isThere() {
        return Files.exists(file);
    }

    /** Makes or deletes the file; without it the next start only takes a little longer. */
    void set(boolean claimed) {
        try {
            if (!claimed) {
                Files.deleteIfExists(file);
            } else if (!isThere()) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.createFile(file);
            }
        } catch (IOException e) {
            log.debug("{} cannot be changed", file, e);
        }
    }
}

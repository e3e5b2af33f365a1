/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there once somebody has claimed the installation, so that a start need not wait for the database before
 * it serves what is for everybody, and so that another or an empty database is not taken for a new installation.
 */
final class ClaimMark {
    private static final Logger log = LoggerFactory.getLogger(ClaimMark.class);

    private final Path file;

    ClaimMark(Path file) {
        this.file = file;
    }

    /** Returns the mark of a data directory. */
    static ClaimMark below(Path data) {
        return new ClaimMark(data.resolve("auth").resolve("claimed"));
    }

    boolean isThere() {
        return Files.exists(file);
    }

    /** Makes the file if it is not there. Nobody but an admin by hand deletes it. */
    void make() {
        try {
            if (!isThere()) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.createFile(file);
            }
        } catch (IOException e) {
            log.debug("{} cannot be made", file, e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

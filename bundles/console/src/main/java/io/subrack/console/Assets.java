/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of the console. Thread-safe. */
interface Assets {
    String PATH = "/assets/console";

    Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    /** Returns the segment of the path below which these files are. */
    String version();

    /** Says whether what is below {@link #version()} never changes. */
    boolean lasting();

    /** Returns the names of the files that a browser should load while it reads the shell. */
    default List<String> early() {
        return List.of("lit.js", "main.js");
    }

    /**
     * Reads a file.
     *
     * @param name a path in the form of {@code pages/bundles.js}, as a browser sent it
     */
    Optional<File> file(String name) throws IOException;

    default String path(String name) {
        return PATH + "/" + version() + "/" + name;
    }

    /** A file, whose bytes nobody changes. */
    final class File {
        private final String type;
        private final byte[] bytes;
        private final boolean gzip;

        /** @param gzip whether the bytes are compressed */
        File(String type, byte[] bytes, boolean gzip) {
            this.type = type;
            this.bytes = bytes;
            this.gzip = gzip;
        }

        String type() {
            return type;
        }

        byte[] bytes() {
            return bytes;
        }

        boolean gzip() {
            return gzip;
        }

        static Optional<String> type(String name) {
            return Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        }
    }
}

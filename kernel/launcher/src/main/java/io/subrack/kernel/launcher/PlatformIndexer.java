/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes the index of a directory of platform jars. Called by the build of the distribution. */
public final class PlatformIndexer {
    private PlatformIndexer() {}

    /** @param arguments the directory of jars, and optionally the file to write */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            throw new IllegalArgumentException("usage: PlatformIndexer <lib directory> [<index file>]");
        }
        Path directory = Path.of(arguments[0]);
        Path file = arguments.length == 2 ? Path.of(arguments[1]) : directory.resolve(PlatformIndex.FILE_NAME);
        Files.writeString(file, PlatformIndex.scan(jars(directory)).format());
    }

    /** Returns the jars of a directory, sorted. */
    static List<Path> jars(Path directory) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.jar")) {
            entries.forEach(jars::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(jars);
        return jars;
    }
}

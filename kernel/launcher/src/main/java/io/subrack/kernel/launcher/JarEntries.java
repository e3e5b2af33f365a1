/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The few files of a jar, or of a directory of classes, that an index is made from. */
final class JarEntries implements AutoCloseable {
    private final Path file;
    private final @Nullable JarFile jar;

    private JarEntries(Path file, @Nullable JarFile jar) {
        this.file = file;
        this.jar = jar;
    }

    static JarEntries of(Path file) throws IOException {
        return new JarEntries(file, Files.isDirectory(file) ? null : new JarFile(file.toFile()));
    }

    @Nullable
    Manifest manifest() throws IOException {
        if (jar != null) {
            return jar.getManifest();
        }
        byte[] content = content(JarFile.MANIFEST_NAME);
        try (InputStream stream = new java.io.ByteArrayInputStream(content)) {
            return content.length == 0 ? null : new Manifest(stream);
        }
    }

    /** Returns the names of the files of one directory that end so, sorted. */
    List<String> names(String directory, String suffix) throws IOException {
        if (jar != null) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(directory + "/") && name.endsWith(suffix))
                    .filter(name -> name.indexOf('/', directory.length() + 1) < 0)
                    .sorted()
                    .toList();
        }
        if (!Files.isDirectory(file.resolve(directory))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(file.resolve(directory))) {
            return files.map(it -> directory + "/" + it.getFileName())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    /** Returns what is in a file; nothing if there is none. */
    byte[] content(String name) throws IOException {
        if (jar == null) {
            return Files.isRegularFile(file.resolve(name)) ? Files.readAllBytes(file.resolve(name)) : new byte[0];
        }
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return new byte[0];
        }
        try (InputStream content = jar.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/** A directory of classes on the class path, as builds and tests have them, as the framework sees it. */
final class DirectoryContent implements ConnectModule, ConnectContent {
    private final PlatformJar directory;
    private final ClassLoader classLoader;

    DirectoryContent(PlatformJar directory, ClassLoader classLoader) {
        this.directory = directory;
        this.classLoader = classLoader;
    }

    @Override
    public ConnectContent getContent() {
        return this;
    }

    @Override
    public Optional<Map<String, String>> getHeaders() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(directory.headers());
        return Optional.of(headers);
    }

    @Override
    public Iterable<String> getEntries() throws IOException {
        try (Stream<Path> files = Files.walk(directory.file())) {
            return files.filter(file -> !file.equals(directory.file()))
                    .map(this::name)
                    .toList();
        }
    }

    @Override
    public Optional<ConnectEntry> getEntry(String path) {
        Path root = directory.file();
        Path file =
                root.resolve(path.startsWith("/") ? path.substring(1) : path).normalize();
        boolean there = file.startsWith(root) && Files.exists(file) && !file.equals(root);
        return there ? Optional.of(new FileEntry(file)) : Optional.empty();
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
        return Optional.of(classLoader);
    }

    @Override
    public void open() {
        // nothing to hold
    }

    @Override
    public void close() {
        // nothing is held
    }

    private String name(Path file) {
        String relative = directory.file().relativize(file).toString().replace('\\', '/');
        return Files.isDirectory(file) ? relative + "/" : relative;
    }

    /** One file or directory below the root. */
    private final class FileEntry implements ConnectEntry {
        private final Path file;

        FileEntry(Path file) {
            this.file = file;
        }

        @Override
        public String getName() {
            return name(file);
        }

        @Override
        public long getContentLength() {
            return file.toFile().length();
        }

        @Override
        public long getLastModified() {
            return file.toFile().lastModified();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return Files.newInputStream(file);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/** A jar of the class path as the framework sees it. It is opened when the first entry is asked for. Thread-safe. */
final class JarContent implements ConnectModule, ConnectContent {
    private final PlatformJar jar;
    private final ClassLoader classLoader;
    private final Object lock = new Object();
    private @Nullable ZipFile zip;

    JarContent(PlatformJar jar, ClassLoader classLoader) {
        this.jar = jar;
        this.classLoader = classLoader;
    }

    @Override
    public ConnectContent getContent() {
        return this;
    }

    @Override
    public Optional<Map<String, String>> getHeaders() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(jar.headers());
        return Optional.of(headers);
    }

    @Override
    public Iterable<String> getEntries() throws IOException {
        List<String> names = new ArrayList<>();
        Enumeration<? extends ZipEntry> entries = zip().entries();
        while (entries.hasMoreElements()) {
            names.add(entries.nextElement().getName());
        }
        return names;
    }

    @Override
    public Optional<ConnectEntry> getEntry(String path) {
        try {
            ZipEntry entry = zip().getEntry(path.startsWith("/") ? path.substring(1) : path);
            return entry == null ? Optional.empty() : Optional.of(new JarEntry(entry));
        } catch (IOException e) {
            throw new IllegalStateException(jar.file() + " cannot be read any more: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
        return Optional.of(classLoader);
    }

    @Override
    public void open() {
        // opened on demand: most jars are never asked for an entry
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            if (zip != null) {
                zip.close();
                zip = null;
            }
        }
    }

    private ZipFile zip() throws IOException {
        synchronized (lock) {
            ZipFile open = zip;
            if (open == null) {
                open = new ZipFile(jar.file().toFile());
                zip = open;
            }
            return open;
        }
    }

    /** One file in the jar. */
    private final class JarEntry implements ConnectEntry {
        private final ZipEntry entry;

        JarEntry(ZipEntry entry) {
            this.entry = entry;
        }

        @Override
        public String getName() {
            return entry.getName();
        }

        @Override
        public long getContentLength() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return zip().getInputStream(entry);
        }
    }
}

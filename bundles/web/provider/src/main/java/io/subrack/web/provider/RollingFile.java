/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is put aside and compressed when it is full; so many of them are kept. One thread uses it. After a failure it
 * is opened anew by the next write.
 */
final class RollingFile implements AutoCloseable {
    private final Path directory;
    private final String name;
    private final long mostBytes;
    private final int mostFiles;

    private @Nullable OutputStream out;
    private long bytes;

    /** @param mostFiles how many are kept, the current one included */
    RollingFile(Path directory, String name, long mostBytes, int mostFiles) {
        this.directory = directory;
        this.name = name;
        this.mostBytes = mostBytes;
        this.mostFiles = mostFiles;
    }

    void write(byte[] line) throws IOException {
        try {
            if (out != null && bytes + line.length > mostBytes) {
                roll();
            }
            open().write(line);
            bytes += line.length;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    void flush() throws IOException {
        OutputStream open = out;
        if (open != null) {
            open.flush();
        }
    }

    private OutputStream open() throws IOException {
        OutputStream open = out;
        if (open == null) {
            Files.createDirectories(directory);
            Path file = current();
            bytes = Files.exists(file) ? Files.size(file) : 0;
            // No channel: that would be closed by an interrupt.
            open = new BufferedOutputStream(new FileOutputStream(file.toFile(), true), 1 << 16);
            out = open;
        }
        return open;
    }

    private void roll() throws IOException {
        OutputStream full = out;
        out = null;
        if (full != null) {
            full.close();
        }
        for (int age = mostFiles - 1; age > 1; age--) {
            if (Files.exists(aside(age - 1))) {
                Files.move(aside(age - 1), aside(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path half = directory.resolve(name + ".1.log.gz.new");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(half), 1 << 16)) {
            Files.copy(current(), packed);
        }
        Files.move(half, aside(1), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(current());
    }

    private Path current() {
        return directory.resolve(name + ".log");
    }

    private Path aside(int age) {
        return directory.resolve(name + "." + age + ".log.gz");
    }

    /** What cannot be written any more is lost. */
    @Override
    public void close() {
        OutputStream last = out;
        out = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (IOException lost) {
            // as said
        }
    }

    @Override
    public String toString() {
        return current().toString();
    }
}

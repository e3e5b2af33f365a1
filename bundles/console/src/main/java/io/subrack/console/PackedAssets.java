/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files that the build has joined, compressed and listed. Read when they are first asked for. */
final class PackedAssets implements Assets {
    private static final String FOLDER = "assets/";

    private final Map<String, File> read = new ConcurrentHashMap<>();

    @Override
    public String version() {
        return Index.VERSION;
    }

    @Override
    public boolean lasting() {
        return true;
    }

    @Override
    public Optional<File> file(String name) throws IOException {
        if (!Index.NAMES.contains(name)) {
            return Optional.empty();
        }
        File known = read.get(name);
        if (known == null) {
            known = new File(File.type(name).orElse("application/octet-stream"), bytes(name + ".gz"), true);
            read.put(name, known);
        }
        return Optional.of(known);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream file = PackedAssets.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from the bundle");
            }
            return file.readAllBytes();
        }
    }

    private static final class Index {
        static final String VERSION;
        static final Set<String> NAMES;

        static {
            try {
                List<String> lines = new String(bytes("index"), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                VERSION = lines.get(0);
                NAMES = Set.copyOf(lines.subList(1, lines.size()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** An unpacked Subrack, which is only read; each {@link Subrack} that runs from it has directories of its own. */
public final class Distribution {
    /** Names an unpacked distribution, or a zip, to be used instead of the one that this build has made. */
    public static final String PROPERTY = "subrack.distribution";

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /** Uses a distribution that is unpacked already. */
    public static Distribution at(Path home) {
        if (!Files.isRegularFile(home.resolve("bin/subrack"))) {
            throw new AssertionError("no unpacked Subrack at " + home + ": there is no bin/subrack");
        }
        return new Distribution(home.toAbsolutePath().normalize());
    }

    /**
     * Unpacks the distribution that {@value #PROPERTY} names, or the one that this build has made, below a directory,
     * unless it was done before.
     */
    public static Distribution unpacked(Path below) throws IOException {
        Path source = Path.of(System.getProperty(PROPERTY, Repository.root() + "/distribution/target"));
        if (Files.isRegularFile(source.resolve("bin/subrack"))) {
            return at(source);
        }
        Path zip = Files.isRegularFile(source) ? source : newestZip(source);
        Path into = below.resolve(
                zip.getFileName() + "-" + Files.getLastModifiedTime(zip).toMillis());
        if (!Files.isDirectory(into)) {
            Path partial = Files.createTempDirectory(Files.createDirectories(below), "unpacking");
            unpack(zip, partial);
            Files.move(partial, into, StandardCopyOption.ATOMIC_MOVE);
        }
        try (Stream<Path> roots = Files.list(into)) {
            return at(roots.findFirst().orElseThrow());
        }
    }

    public Path home() {
        return home;
    }

    private static Path newestZip(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> zips = files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted(Comparator.comparingLong((Path zip) -> zip.toFile().lastModified()))
                    .toList();
            if (zips.isEmpty()) {
                throw new AssertionError("no distribution zip in " + directory + ": build the distribution first");
            }
            return zips.get(zips.size() - 1);
        }
    }

    private static void unpack(Path zip, Path into) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("the zip has an entry outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolveSibling("."));
                    Files.copy(entries, target);
                    // A ZipInputStream does not know the modes of the entries.
                    if (target.resolveSibling(".").normalize().endsWith("bin")
                            && !target.toFile().setExecutable(true)) {
                        throw new IOException("cannot make executable: " + target);
                    }
                }
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The check of a contribution file that a plan makes, for the build of a bundle: in a test, or as a program
 * ({@code java -cp … io.subrack.pages.api.ContributionCheck target/shop-1.0.0.jar}).
 */
public final class ContributionCheck {
    private ContributionCheck() {}

    /**
     * Checks what the manifest of a built bundle names.
     *
     * @return what is wrong, as sentences; a bundle without the header contributes nothing, and that is a fault here
     * @throws UncheckedIOException if the jar cannot be read
     */
    public static List<String> jar(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String header =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Contributions.HEADER);
            if (header == null) {
                return List.of(jar.getFileName() + " has no manifest header " + Contributions.HEADER
                        + "; add it as console/contribution.json.");
            }
            Set<String> names = file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            return ContributionReader.read(header, names, name -> entry(file, name))
                    .faults();
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " cannot be read", e);
        }
    }

    private static Optional<byte[]> entry(JarFile jar, String name) {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return Optional.of(in.readNBytes(PageFiles.MAX_FILE_BYTES + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /**
     * Checks a folder that becomes a bundle.
     *
     * @param folder what becomes the root of the bundle, as {@code target/classes}
     * @param header what the manifest header will say, as {@code console/contribution.json}
     * @return what is wrong, as sentences
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static List<String> folder(Path folder, String header) {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> names = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
            return ContributionReader.read(header, names, name -> file(folder.resolve(name)))
                    .faults();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static Optional<byte[]> file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(PageFiles.MAX_FILE_BYTES + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Returns the JSON Schema of the contribution file. */
    public static String schema() {
        return SchemaCheck.schema().toPrettyString();
    }

    /** Checks jars; prints what is wrong and ends with 1 then, with 2 if no jar is named. */
    @SuppressWarnings("SystemOut") // a program for a terminal
    public static void main(String[] jars) {
        if (jars.length == 0) {
            System.err.println("Name the jars to check: ContributionCheck target/shop-1.0.0.jar");
            System.exit(2);
        }
        boolean fine = true;
        for (String jar : jars) {
            for (String fault : jar(Path.of(jar))) {
                System.err.println(jar + ": " + fault);
                fine = false;
            }
        }
        System.exit(fine ? 0 : 1);
    }
}

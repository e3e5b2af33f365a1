/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Jars in a directory of this machine. What was read of a jar counts until its size or time changes. */
final class FolderSource extends BundleSource {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MAX_JARS = 10_000;
    private static final int MAX_MANIFEST_BYTES = 1 << 20;

    private final Path folder;
    private final long maxBytes;
    private Map<Path, Seen> seen = Map.of(); // only within load

    FolderSource(Repository repository, Path folder, long maxBytes) {
        super(repository, FRESH);
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    private record Seen(long size, long modified, Optional<IndexedBundle> bundle) {}

    @Override
    Content load(Deadline deadline) {
        if (!Files.isDirectory(folder)) {
            throw new CatalogueException(
                    CatalogueProblem.REPOSITORY_FAILED,
                    "There is no directory " + folder + ". Make it, or set another.");
        }
        Map<Path, Seen> now = new HashMap<>();
        List<IndexedBundle> bundles = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".jar"))
                    .sorted()
                    .limit(MAX_JARS)
                    .toList()) {
                deadline.left();
                Seen jar = look(file);
                now.put(file, jar);
                jar.bundle().ifPresent(bundles::add);
            }
        } catch (IOException e) {
            throw new CatalogueException(
                    CatalogueProblem.REPOSITORY_FAILED,
                    folder + " cannot be read: " + e.getMessage() + ". See to its permissions.",
                    e);
        }
        seen = now;
        return new Content(bundles, "");
    }

    private Seen look(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        long modified = attributes.lastModifiedTime().toMillis();
        Seen before = seen.get(file);
        if (before != null && before.size() == attributes.size() && before.modified() == modified) {
            return before;
        }
        return new Seen(attributes.size(), modified, attributes.isRegularFile() ? manifest(file) : Optional.empty());
    }

    /** Returns what the manifest of a jar says; empty if it is no bundle. */
    static Optional<IndexedBundle> manifest(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry("META-INF/MANIFEST.MF");
            if (entry == null) {
                return Optional.empty();
            }
            try (var content = new Xml.Limited(zip.getInputStream(entry), MAX_MANIFEST_BYTES)) {
                Attributes headers = new Manifest(content).getMainAttributes();
                return Manifests.read(
                        headers::getValue, file.toString(), Optional.empty(), OptionalLong.of(Files.size(file)));
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    void fetch(IndexedBundle bundle, Path target, Deadline deadline) {
        Path file = Path.of(bundle.location());
        try {
            if (Files.size(file) > maxBytes) {
                throw new CatalogueException(
                        CatalogueProblem.CONTENT_REFUSED,
                        file + " has more than " + maxBytes + " bytes. Raise artifact.max.mebibytes of "
                                + CatalogueConfiguration.PID + " if that is right.");
            }
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CatalogueException(
                    CatalogueProblem.REPOSITORY_FAILED, file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The files of the folder as they are on disk now; keeps nothing in mind. */
final class FolderFiles {
    private final Path directory;
    private final Artifacts artifacts;

    /** @param artifacts where the content of files is stored */
    FolderFiles(Path directory, Artifacts artifacts) {
        this.directory = directory;
        this.artifacts = artifacts;
    }

    /**
     * Returns the names of all files that are to be deployed, sorted.
     *
     * @throws IOException if the folder cannot be listed
     */
    List<String> eligible() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> file.getFileName().toString())
                    .filter(FolderWatch::eligible)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /**
     * Says whether there is such a file: only what certainly is not there counts as gone.
     *
     * @throws IOException if it cannot be looked at
     */
    boolean has(String name) throws IOException {
        try {
            return Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isRegularFile();
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Says whether something is seen under a name; false also if it cannot be looked at. */
    boolean shows(String name) {
        return Files.exists(path(name));
    }

    /** A renamed file is seen under its new name before it is missed under its old one. */
    List<String> presentFirst(Collection<String> names) {
        return names.stream().sorted(Comparator.comparing(name -> !shows(name))).toList();
    }

    Sha256 digest(String name) throws IOException {
        try (DigestInputStream content = new DigestInputStream(Files.newInputStream(path(name)), Instances.sha256())) {
            content.transferTo(OutputStream.nullOutputStream());
            return new Sha256(
                    HexFormat.of().formatHex(content.getMessageDigest().digest()));
        }
    }

    /**
     * Puts the content of a file into the store.
     *
     * @throws IOException if the file cannot be read
     * @throws DeploymentException if it is no bundle, or cannot be stored
     */
    ArtifactInfo store(String name) throws IOException {
        try (InputStream content = Files.newInputStream(path(name))) {
            return artifacts.store(content);
        }
    }
}

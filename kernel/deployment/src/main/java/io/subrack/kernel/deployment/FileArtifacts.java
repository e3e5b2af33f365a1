/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artifacts as files, named by their digest: {@code sha256/ab/<hex>.jar}.
 *
 * <p>An artifact is received into {@code incoming/}, inspected there, forced, and only then moved to its name, so
 * whatever has a name is whole and was found good. Two forces per new artifact (its content, its name); a third one the
 * first time that a two-digit directory is used.
 */
final class FileArtifacts implements Artifacts, ArtifactContents {
    /** How long an artifact that no set refers to is kept at least: somebody may be about to deploy it. */
    static final Duration GRACE = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(FileArtifacts.class);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LOCKS = 256;

    /** Of each manifest, that of a multi-release jar's version too. */
    private static final int MAX_MANIFEST_BYTES = 1 << 20;

    private static final String SUFFIX = ".jar";
    private static final Pattern FILE_NAME = Pattern.compile("([0-9a-f]{64})\\.jar");

    private final Path names;
    private final Path incoming;
    private final ArtifactLimits limits;
    private final DurableFiles files;
    private final AtomicLong received = new AtomicLong();

    /** Changed only under the {@link #lock} of the digest, together with the file. */
    private final Map<Sha256, ArtifactInfo> known = new ConcurrentHashMap<>();

    /** One for each first byte of a digest: whether an artifact is there is decided by one thread at a time. */
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

    /**
     * Opens the store and removes what an earlier process left half received.
     *
     * @param root its directory, as {@code <data>/artifacts}; made if it is missing
     */
    FileArtifacts(Path root, ArtifactLimits limits) {
        this(root, limits, new DiskFiles());
    }

    FileArtifacts(Path root, ArtifactLimits limits, DurableFiles files) {
        this.names = root.resolve("sha256");
        this.incoming = root.resolve("incoming");
        this.limits = limits;
        this.files = files;
        try {
            if (!Files.isDirectory(names)) {
                Files.createDirectories(names);
                files.forceNames(root);
                files.forceNames(Objects.requireNonNull(root.toAbsolutePath().getParent()));
            }
            Files.createDirectories(incoming);
            DiskFiles.removeTemporary(incoming);
        } catch (IOException e) {
            throw storeFailed("be opened", e);
        }
    }

    @Override
    public ArtifactInfo store(InputStream content) {
        Path temporary = incoming.resolve(received.incrementAndGet() + DiskFiles.TEMPORARY);
        try {
            Sha256 digest = receive(content, temporary);
            Optional<ArtifactInfo> already = renewed(digest);
            if (already.isPresent()) {
                return already.get();
            }
            ArtifactInfo info = inspect(temporary, digest);
            synchronized (lock(digest)) {
                keep(temporary, digest);
                known.put(digest, info);
            }
            return info;
        } catch (IOException e) {
            throw storeFailed("be written", e);
        } finally {
            removeQuietly(temporary);
        }
    }

    /** Who sends an artifact again, or plans with it, is about to deploy it. */
    @Override
    public Optional<ArtifactInfo> renewed(Sha256 digest) {
        synchronized (lock(digest)) {
            Optional<ArtifactInfo> already = info(digest);
            if (already.isEmpty()) {
                return already;
            }
            try {
                Files.setLastModifiedTime(path(digest), FileTime.from(Instant.now()));
                return already;
            } catch (IOException e) {
                log.debug("{} is gone or not ours; it is written anew", path(digest), e);
                known.remove(digest);
                return Optional.empty();
            }
        }
    }

    private Object lock(Sha256 digest) {
        return locks[Integer.parseInt(digest.hex().substring(0, 2), 16)];
    }

    private Sha256 receive(InputStream content, Path target) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long length = 0;
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (int count = read(content, buffer); count >= 0; count = read(content, buffer)) {
                length += count;
                if (length > limits.maxBytes()) {
                    throw Refusal.tooLarge("The artifact is longer than " + limits.maxBytes()
                            + " bytes. Leave out what the bundle does not need.");
                }
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw new DeploymentException(
                    DeploymentProblem.ARTIFACT_INVALID, "The artifact broke off while it came in. Send it again.", e);
        }
    }

    private ArtifactInfo inspect(Path file, Sha256 digest) throws IOException {
        byte[] manifest = ZipInspection.inspect(file, limits);
        if (manifest.length == 0) {
            throw Refusal.invalid("The jar has no " + ZipEntryNames.MANIFEST
                    + ". Build the bundle with bnd or the bnd-maven-plugin.");
        }
        Map<String, String> headers = headers(file);
        BundleHeaders.check(headers);
        return describe(file, digest, headers);
    }

    private void keep(Path temporary, Sha256 digest) throws IOException {
        Path target = path(digest);
        Path directory = directory(digest);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            files.forceNames(names);
        }
        files.force(temporary);
        files.move(temporary, target);
        files.forceNames(directory);
    }

    @Override
    public Optional<ArtifactInfo> info(Sha256 digest) {
        ArtifactInfo cached = known.get(digest);
        if (cached != null) {
            return Optional.of(cached);
        }
        synchronized (lock(digest)) {
            return stored(digest);
        }
    }

    private Optional<ArtifactInfo> stored(Sha256 digest) {
        Path file = path(digest);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            ArtifactInfo info = describe(file, digest, headers(file));
            known.put(digest, info);
            return Optional.of(info);
        } catch (IOException e) {
            throw storeFailed("be read: " + file + " is damaged; upload that artifact again after removing it", e);
        }
    }

    @Override
    public InputStream open(Sha256 digest) {
        try {
            return Files.newInputStream(path(digest));
        } catch (NoSuchFileException e) {
            throw unknown(digest);
        } catch (IOException e) {
            throw storeFailed("be read", e);
        }
    }

    @Override
    public <T> T read(Sha256 digest, Function<ArtifactContent, T> reader) {
        ArtifactInfo info = info(digest).orElseThrow(() -> unknown(digest));
        try (ZipFile zip = new ZipFile(path(digest).toFile())) {
            return reader.apply(new JarContent(info, zip));
        } catch (IOException e) {
            throw storeFailed("be read", e);
        }
    }

    /**
     * Removes artifacts that nobody refers to, except those that came in less than {@link #GRACE} ago.
     *
     * @param keep the artifacts of every set that may be made live again, and of every open plan
     * @return how many were removed
     */
    int collectGarbage(Set<Sha256> keep) {
        Instant youngest = Instant.now().minus(GRACE);
        int removed = 0;
        try (Stream<Path> all = Files.find(
                names,
                2,
                (path, attributes) -> attributes.isRegularFile()
                        && attributes.lastModifiedTime().toInstant().isBefore(youngest))) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Matcher name = FILE_NAME.matcher(file.getFileName().toString());
                if (name.matches()
                        && !keep.contains(new Sha256(name.group(1)))
                        && removeOld(new Sha256(name.group(1)), file, youngest)) {
                    removed++;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw storeFailed("be cleaned", e);
        }
        return removed;
    }

    /** Looks at the time again: who sends the artifact meanwhile has been told that it is stored. */
    private boolean removeOld(Sha256 digest, Path file, Instant youngest) throws IOException {
        synchronized (lock(digest)) {
            if (!Files.exists(file)
                    || !Files.getLastModifiedTime(file).toInstant().isBefore(youngest)) {
                return false;
            }
            Files.delete(file);
            known.remove(digest);
            return true;
        }
    }

    private static ArtifactInfo describe(Path file, Sha256 digest, Map<String, String> headers) throws IOException {
        return new ArtifactInfo(
                digest, BundleHeaders.symbolicName(headers), BundleHeaders.version(headers), Files.size(file), headers);
    }

    private static Map<String, String> headers(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] manifest = entry(zip, ZipEntryNames.MANIFEST);
            return MainHeaders.parse(
                    manifest == null ? new byte[0] : manifest, Runtime.version().feature(), name -> entry(zip, name));
        }
    }

    private static byte @Nullable [] entry(ZipFile zip, String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return null;
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(MAX_MANIFEST_BYTES + 1);
            if (content.length > MAX_MANIFEST_BYTES) {
                throw Refusal.tooLarge(
                        "The manifest " + name + " is longer than " + MAX_MANIFEST_BYTES + " bytes. Shorten it.");
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(Sha256 digest) {
        return directory(digest).resolve(digest.hex() + SUFFIX);
    }

    private Path directory(Sha256 digest) {
        return names.resolve(digest.hex().substring(0, 2));
    }

    private static void removeQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            log.warn("{} cannot be removed; it is removed at the next start", temporary, e);
        }
    }

    private DeploymentException unknown(Sha256 digest) {
        return new DeploymentException(
                DeploymentProblem.ARTIFACT_UNKNOWN,
                "Artifact " + digest.abbreviated() + " is not stored here. Upload it first.");
    }

    private DeploymentException storeFailed(String what, Exception cause) {
        return new DeploymentException(
                DeploymentProblem.STORE_FAILED,
                "The artifact store " + names + " cannot " + what + ": " + cause.getMessage()
                        + ". See to free space and permissions.",
                cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

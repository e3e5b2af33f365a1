/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A repository in the layout of Maven 2. */
final class MavenSource implements Source {
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final int KEPT = 1_000;
    private static final int MAX_TEXT_BYTES = 8 << 20;
    private static final int MAX_CHECKSUM_BYTES = 4_096;
    private static final int MAX_VERSIONS = 10_000;

    private final Repository repository;
    private final Fetcher fetcher;
    private final Function<Repository, Optional<String>> authorization;
    private final CatalogueSettings settings;
    private volatile Health health = Health.UNKNOWN;

    /** By {@code group:artifact}, those used last at the end; guarded by itself. */
    private final Map<String, Metadata> metadata = new LinkedHashMap<>(16, 0.75f, true);

    MavenSource(
            Repository repository,
            Fetcher fetcher,
            Function<Repository, Optional<String>> authorization,
            CatalogueSettings settings) {
        this.repository = repository;
        this.fetcher = fetcher;
        this.authorization = authorization;
        this.settings = settings;
    }

    private record Metadata(List<String> versions, long at) {}

    @Override
    public Repository repository() {
        return repository;
    }

    @Override
    public Health health() {
        return health;
    }

    /** Forgets what is known, and sees whether the server is there. */
    @Override
    public void renew(Deadline deadline) {
        synchronized (metadata) {
            metadata.clear();
        }
        try {
            bytes("org/osgi/osgi.core/maven-metadata.xml", MAX_TEXT_BYTES, deadline);
        } catch (CatalogueException e) {
            // its health says so
        }
    }

    /** Returns the versions that are known without looking, the newest first. */
    List<String> knownVersions(String group, String artifact) {
        synchronized (metadata) {
            Metadata known = metadata.get(group + ":" + artifact);
            return known == null ? List.of() : known.versions();
        }
    }

    /** Returns all versions, the newest first; empty if there is no such artifact. */
    List<String> versions(String group, String artifact, Deadline deadline) {
        String module = group + ":" + artifact;
        synchronized (metadata) {
            Metadata known = metadata.get(module);
            if (known != null && System.nanoTime() - known.at() < FRESH.toNanos()) {
                return known.versions();
            }
        }
        String path = Coordinates.directory(group, artifact) + "maven-metadata.xml";
        List<String> versions =
                bytes(path, MAX_TEXT_BYTES, deadline).map(it -> parse(it, path)).orElse(List.of());
        synchronized (metadata) {
            metadata.put(module, new Metadata(versions, System.nanoTime()));
            if (metadata.size() > KEPT) {
                metadata.remove(metadata.keySet().iterator().next());
            }
            health = Health.good(
                    metadata.values().stream()
                            .mapToInt(it -> it.versions().size())
                            .sum(),
                    Optional.empty());
        }
        return versions;
    }

    private List<String> parse(byte[] content, String path) {
        List<String> versions = new ArrayList<>();
        try {
            XMLStreamReader reader = Xml.reader(new ByteArrayInputStream(content));
            Xml.Walk walk = new Xml.Walk(reader);
            while (walk.next()) {
                if (walk.isStart() && reader.getLocalName().equals("version") && walk.depth() == 4) {
                    String version = walk.text();
                    if (Coordinates.isPart(version) && versions.size() < MAX_VERSIONS) {
                        versions.add(version);
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw notUsable(path, e);
        }
        versions.sort(MavenVersion.ORDER.reversed());
        return List.copyOf(versions);
    }

    private CatalogueException notUsable(String path, Exception cause) {
        return new CatalogueException(
                CatalogueProblem.CONTENT_REFUSED,
                address(path) + " cannot be used: " + cause.getMessage() + ". Ask who keeps the repository.",
                cause);
    }

    /** Returns a POM; empty if it is not there. */
    Optional<Pom> pom(Coordinates coordinates, Deadline deadline) {
        String path = coordinates.path("pom");
        Optional<byte[]> content = bytes(path, MAX_TEXT_BYTES, deadline);
        try {
            return content.isEmpty() ? Optional.empty() : Optional.of(Pom.read(content.get()));
        } catch (XMLStreamException e) {
            throw notUsable(path, e);
        }
    }

    /**
     * Gets a jar and compares it with the checksum beside it.
     *
     * @return whether it is there
     * @throws CatalogueException if it is not what it should be
     */
    boolean jar(Coordinates coordinates, Path target, Deadline deadline) {
        String path = coordinates.path("jar");
        URI url = address(path);
        if (!noted(() -> fetcher.file(wish(url, settings.maxArtifact(), deadline), target))) {
            return false;
        }
        check(path, target, deadline);
        return true;
    }

    private void check(String path, Path file, Deadline deadline) {
        for (String algorithm : List.of("SHA-256", "SHA-512", "SHA-1")) {
            String extension = algorithm.replace("-", "").toLowerCase(Locale.ROOT);
            Optional<byte[]> sum = bytes(path + "." + extension, MAX_CHECKSUM_BYTES, deadline);
            if (sum.isPresent()) {
                String text = new String(sum.get(), StandardCharsets.US_ASCII).strip();
                String expected = text.lines().findFirst().orElse("").strip().toLowerCase(Locale.ROOT);
                int end = expected.indexOf(' ');
                if (!digest(file, algorithm).equals(end < 0 ? expected : expected.substring(0, end))) {
                    throw new CatalogueException(
                            CatalogueProblem.CONTENT_REFUSED,
                            address(path) + " does not have the " + algorithm
                                    + " checksum that stands beside it. Repeat"
                                    + " the call; if that does not help, ask who keeps the repository.");
                }
                return;
            }
        }
        if (settings.checksums()) {
            throw new CatalogueException(
                    CatalogueProblem.CONTENT_REFUSED,
                    address(path) + " has no checksum beside it. Have the repository make one, or set checksum.required"
                            + " of " + CatalogueConfiguration.PID + " to false.");
        }
    }

    static String digest(Path file, String algorithm) {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[1 << 16];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new CatalogueException(CatalogueProblem.STORE_FAILED, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<byte[]> bytes(String path, long most, Deadline deadline) {
        return noted(() -> fetcher.bytes(wish(address(path), most, deadline)));
    }

    private Fetcher.Wish wish(URI url, long most, Deadline deadline) {
        return new Fetcher.Wish(url, authorization.apply(repository), most, deadline);
    }

    private URI address(String path) {
        String base = repository.url();
        return URI.create(base.endsWith("/") ? base + path : base + "/" + path);
    }

    private <T> T noted(java.util.function.Supplier<T> look) {
        try {
            T found = look.get();
            health = Health.good(health.bundles(), Optional.empty());
            return found;
        } catch (CatalogueException e) {
            health = health.failed(e);
            throw e;
        }
    }
}

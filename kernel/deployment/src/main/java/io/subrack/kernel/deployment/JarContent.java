/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.spi.ArtifactContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored archive, read entry by entry. */
final class JarContent implements ArtifactContent {
    /** Counted while unpacking: what an archive says of itself is not believed. */
    static final int MAX_BYTES = 4 << 20;

    private static final Logger log = LoggerFactory.getLogger(JarContent.class);

    private final ArtifactInfo info;
    private final ZipFile zip;

    JarContent(ArtifactInfo info, ZipFile zip) {
        this.info = info;
        this.zip = zip;
    }

    @Override
    public ArtifactInfo info() {
        return info;
    }

    @Override
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .forEach(names::add);
        return Collections.unmodifiableSet(names);
    }

    @Override
    public Optional<byte[]> read(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) {
            return Optional.empty();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                log.warn("{} of {} is left out: it is longer than {} bytes", name, info.symbolicName(), MAX_BYTES);
                return Optional.empty();
            }
            return Optional.of(content);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of " + info.symbolicName() + " cannot be read", e);
        }
    }
}

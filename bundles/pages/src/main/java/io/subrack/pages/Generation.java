/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import io.subrack.kernel.api.SetEntry;
import io.subrack.pages.api.ContributionReader;
import io.subrack.pages.api.ContributionReader.Reading;
import io.subrack.pages.api.Contributions;
import io.subrack.pages.api.PageFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** One live revision of what a bundle contributes. Its scripts are read when they are first asked for. Thread-safe. */
final class Generation {
    static final String PATH = "/assets/pages";

    private static final int HASH_CHARS = 16;

    private final Bundle bundle;
    private final String symbolicName;
    private final String version;
    private final String key;
    private final Reading reading;
    private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

    private Generation(Bundle bundle, SetEntry entry, String header) {
        this.bundle = bundle;
        this.symbolicName = entry.symbolicName();
        this.version = entry.version().toString();
        this.key = version + "-" + entry.artifact().hex().substring(0, HASH_CHARS);
        this.reading = ContributionReader.readLive(header, names(bundle), name -> read(bundle, name));
    }

    /** Reads what an instance of a bundle contributes; empty if its manifest does not say that it does. */
    static Optional<Generation> of(Bundle bundle, SetEntry entry) {
        String header = bundle.getHeaders("").get(Contributions.HEADER);
        return header == null ? Optional.empty() : Optional.of(new Generation(bundle, entry, header));
    }

    private static Set<String> names(Bundle bundle) {
        var found = bundle.findEntries("/", "*", true);
        Set<String> names = new TreeSet<>();
        if (found != null) {
            Collections.list(found).stream()
                    .map(URL::getPath)
                    .filter(path -> !path.endsWith("/"))
                    .forEach(path -> names.add(path.substring(1)));
        }
        return names;
    }

    private static Optional<byte[]> read(Bundle bundle, String name) {
        URL entry = entry(bundle, name);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = entry.openStream()) {
            byte[] bytes = in.readNBytes(PageFiles.MAX_FILE_BYTES + 1);
            return bytes.length > PageFiles.MAX_FILE_BYTES ? Optional.empty() : Optional.of(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of " + bundle + " cannot be read", e);
        }
    }

    private static @Nullable URL entry(Bundle bundle, String name) {
        try {
            return bundle.getEntry(name);
        } catch (IllegalStateException gone) {
            return null; // uninstalled a moment ago
        }
    }

    String symbolicName() {
        return symbolicName;
    }

    String version() {
        return version;
    }

    /** Returns what tells this revision from all others of the bundle: its version, and a hash of its content. */
    String key() {
        return key;
    }

    /** Returns where its files are, with a slash at the end. */
    String base() {
        return PATH + "/" + symbolicName + "/" + key + "/";
    }

    Reading reading() {
        return reading;
    }

    /**
     * Returns a file, or empty if browsers get none of that name.
     *
     * @param path below the folder of the contribution file, as a browser sent it
     */
    Optional<byte[]> file(String path) {
        if (PageFiles.type(path).isEmpty() || reading.contributions().isEmpty()) {
            return Optional.empty();
        }
        String folder = reading.contributions().get().folder();
        Optional<byte[]> known = files.get(path);
        if (known == null) {
            known = read(bundle, folder + "/" + path);
            // What is not there is not remembered: anybody could make up names.
            if (known.isPresent()) {
                files.put(path, known);
            }
        }
        return known;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration, checked.
 *
 * @param urlHosts hosts to install from by address, in lower case
 * @param urlPrivate whether these may have private addresses
 * @param plainHttp whether repositories of other machines may be read without TLS
 * @param checksums whether a jar of a Maven repository must have a checksum
 * @param folders where folders outside of the installation may lie
 * @param maxArtifact in bytes
 * @param maxIndex in bytes, unpacked
 * @param lookup how long one look may take
 * @param resolution how long a resolution may take
 * @param maxBundles how many bundles a resolution may bring in
 * @param updates after which time updates are looked for again
 */
record CatalogueSettings(
        Set<String> urlHosts,
        boolean urlPrivate,
        boolean plainHttp,
        boolean checksums,
        List<Path> folders,
        long maxArtifact,
        long maxIndex,
        Duration lookup,
        Duration resolution,
        int maxBundles,
        Duration updates) {
    static CatalogueSettings of(CatalogueConfiguration it) {
        return new CatalogueSettings(
                words(it.install_from_url_hosts())
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                it.install_from_url_private(),
                it.http_allowed(),
                it.checksum_required(),
                words(it.folders()).map(CatalogueSettings::absolute).toList(),
                (long) check("artifact.max.mebibytes", it.artifact_max_mebibytes(), 1, 2_048) << 20,
                (long) check("index.max.mebibytes", it.index_max_mebibytes(), 1, 1_024) << 20,
                Duration.ofSeconds(check("lookup.deadline.seconds", it.lookup_deadline_seconds(), 1, 300)),
                Duration.ofSeconds(check("resolution.deadline.seconds", it.resolution_deadline_seconds(), 1, 600)),
                check("resolution.bundles.max", it.resolution_bundles_max(), 1, 1_000),
                Duration.ofHours(check("updates.hours", it.updates_hours(), 1, 8_760)));
    }

    private static Stream<String> words(String list) {
        return Stream.of(list.split(",", -1)).map(String::strip).filter(word -> !word.isEmpty());
    }

    private static Path absolute(String text) {
        if (!isAbsolute(text)) {
            throw new IllegalArgumentException(notAbsolute(text));
        }
        return Path.of(text).normalize();
    }

    private static boolean isAbsolute(String text) {
        try {
            return Path.of(text).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String notAbsolute(String text) {
        return CatalogueConfiguration.PID + ": folders must be absolute paths, not " + text;
    }

    /** Returns what is wrong with a list of directories, a sentence for each. */
    static List<String> faultsOfFolders(String list) {
        return words(list)
                .filter(text -> !isAbsolute(text))
                .map(CatalogueSettings::notAbsolute)
                .toList();
    }

    private static int check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    CatalogueConfiguration.PID + ": " + key + " must be " + least + " to " + most + ", not " + value);
        }
        return value;
    }
}

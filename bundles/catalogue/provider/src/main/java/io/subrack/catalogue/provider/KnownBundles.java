/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;

/**
 * Bundles that many need and that are in Maven repositories, which cannot be searched: a hint where to look. What it says
 * is checked against the bundle once that is downloaded.
 */
final class KnownBundles {
    private static final String FILE = "known-bundles.tsv";

    private KnownBundles() {}

    /**
     * A bundle.
     *
     * @param symbolicName its symbolic name
     * @param coordinates of a version that is known to be there
     * @param packages what it exports
     * @param capabilities what else it provides, as {@code osgi.extender=osgi.serviceloader.processor}
     * @param description for people
     */
    record Known(
            String symbolicName,
            Coordinates coordinates,
            Set<String> packages,
            Set<String> capabilities,
            String description) {
        Version version() {
            return MavenVersion.osgi(coordinates.version());
        }

        /** Says whether some version of it may satisfy a requirement. */
        boolean mayProvide(String namespace, String filter) {
            return switch (namespace) {
                case PackageNamespace.PACKAGE_NAMESPACE -> packages.contains(value(filter, namespace));
                case BundleNamespace.BUNDLE_NAMESPACE -> symbolicName.equals(value(filter, namespace));
                default -> {
                    String value = value(filter, namespace);
                    yield !value.isEmpty() && capabilities.contains(namespace + "=" + value);
                }
            };
        }
    }

    private static final class Holder {
        static final List<Known> ALL = read();
    }

    static List<Known> all() {
        return Holder.ALL;
    }

    /** Returns what a filter asks of an attribute; empty if nothing. */
    static String value(String filter, String attribute) {
        String start = "(" + attribute + "=";
        int at = filter.indexOf(start);
        int end = at < 0 ? -1 : filter.indexOf(')', at);
        return end < 0 ? "" : filter.substring(at + start.length(), end);
    }

    private static List<Known> read() {
        List<Known> all = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(KnownBundles.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] fields = line.split("\t", -1);
                if (fields.length != 5) {
                    throw new IllegalStateException(FILE + ": a line must have five fields: " + line);
                }
                all.add(new Known(
                        fields[0],
                        Coordinates.parse(fields[1]).orElseThrow(),
                        words(fields[2]),
                        words(fields[3]),
                        fields[4]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(all);
    }

    private static Set<String> words(String field) {
        return field.isEmpty() ? Set.of() : Set.of(field.split(",", -1));
    }
}

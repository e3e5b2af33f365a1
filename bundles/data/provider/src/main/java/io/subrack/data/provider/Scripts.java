/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * A bundle's migrations for one kind of database: those of the folder, and those of the folder's folder that is called
 * after the database.
 *
 * @param all in the order of their names
 */
record Scripts(List<Script> all) {
    Scripts {
        all = List.copyOf(all);
    }

    static Scripts none() {
        return new Scripts(List.of());
    }

    /** Reads them from a bundle. */
    static Scripts of(Bundle bundle, String folder, String dialect) {
        var texts = new TreeMap<String, String>();
        for (String place : List.of(folder, folder + "/" + dialect)) {
            var entries = bundle.findEntries(place, "*.sql", false);
            for (URL entry : entries == null ? List.<URL>of() : Collections.list(entries)) {
                add(texts, entry.getPath().substring(entry.getPath().lastIndexOf('/') + 1), read(entry));
            }
        }
        return of(texts);
    }

    private static String read(URL entry) {
        try (InputStream content = entry.openStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the migration " + entry.getPath() + " cannot be read", e);
        }
    }

    /** Reads them from the jar or the folder of classes that a class comes from. */
    static Scripts of(Class<?> anchor, String folder, String dialect) {
        URL location = anchor.getProtectionDomain().getCodeSource().getLocation();
        try {
            Path place = Path.of(location.toURI());
            return Files.isDirectory(place)
                    ? ofDirectory(place, folder, dialect)
                    : ofJar(place, List.of(folder, folder + "/" + dialect));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(location + " is not a place", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the migrations of " + location + " cannot be read", e);
        }
    }

    private static Scripts ofDirectory(Path root, String folder, String dialect) throws IOException {
        var texts = new TreeMap<String, String>();
        for (Path place : List.of(root.resolve(folder), root.resolve(folder).resolve(dialect))) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".sql"))
                            .toList()) {
                        add(texts, place.relativize(file).toString(), Files.readString(file));
                    }
                }
            }
        }
        return of(texts);
    }

    private static Scripts ofJar(Path file, List<String> places) throws IOException {
        var texts = new TreeMap<String, String>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (var entry : jar.stream().toList()) {
                int slash = entry.getName().lastIndexOf('/');
                if (slash > 0
                        && places.contains(entry.getName().substring(0, slash))
                        && entry.getName().endsWith(".sql")) {
                    byte[] content = jar.getInputStream(entry).readAllBytes();
                    add(texts, entry.getName().substring(slash + 1), new String(content, StandardCharsets.UTF_8));
                }
            }
        }
        return of(texts);
    }

    private static void add(Map<String, String> texts, String name, String text) {
        if (texts.put(name, text) != null) {
            throw new IllegalArgumentException(
                    "the migration " + name + " is there twice: once for all databases, once for this one");
        }
    }

    static Scripts of(Map<String, String> texts) {
        var scripts = texts.entrySet().stream()
                .map(each -> new Script(each.getKey(), each.getValue()))
                .toList();
        var versions = new LinkedHashMap<Script.Version, Script>();
        for (Script script : scripts) {
            Script twin = script.version()
                    .map(version -> versions.put(version, script))
                    .orElse(null);
            if (twin != null) {
                throw new IllegalArgumentException(
                        "the migrations " + twin.name() + " and " + script.name() + " have the same version");
            }
        }
        return new Scripts(scripts);
    }

    /** Returns the names of those that an artifact's plan shows. */
    static List<String> names(Collection<String> entries, String folder) {
        return entries.stream()
                .filter(name -> name.startsWith(folder + "/") && name.endsWith(".sql"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .distinct()
                .sorted()
                .toList();
    }

    Optional<Script.Version> newest() {
        return all.stream().map(Script::version).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * One of our jars on the class path, as it was built.
 *
 * @param file the jar
 * @param manifest its manifest
 */
record BuiltBundle(Path file, Manifest manifest) {
    private static final Pattern IMPLEMENTATION = Pattern.compile("<implementation class=\"([^\"]+)\"");

    /** Returns our own bundles on the class path: the jars with a symbolic name that starts with {@code io.subrack.}. */
    static List<BuiltBundle> all() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(name -> name.endsWith(".jar"))
                .map(Path::of)
                .map(BuiltBundle::read)
                .filter(bundle -> bundle.symbolicName().startsWith("io.subrack."))
                .toList();
    }

    static Set<String> componentClasses() {
        Set<String> classes = new TreeSet<>();
        all().forEach(bundle -> classes.addAll(bundle.componentClassNames()));
        return classes;
    }

    /** Returns the classes of its components. */
    Set<String> componentClassNames() {
        Set<String> classes = new TreeSet<>();
        Matcher matcher = IMPLEMENTATION.matcher(componentXml());
        while (matcher.find()) {
            classes.add(matcher.group(1));
        }
        return classes;
    }

    String symbolicName() {
        return header("Bundle-SymbolicName").split(";", 2)[0].strip();
    }

    /** Returns a main header, or an empty text. */
    String header(String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    /** Returns all declarative services descriptions, one after the other. */
    String componentXml() {
        return xml("OSGI-INF/[^/]+\\.xml");
    }

    /** Returns all metatype descriptions, one after the other; each names its PID. */
    String metatypeXml() {
        return xml("OSGI-INF/metatype/[^/]+\\.xml");
    }

    /** Returns the content of an entry, or empty if the jar does not have it. */
    Optional<byte[]> entry(String name) {
        try (JarFile jar = new JarFile(file.toFile())) {
            ZipEntry entry = jar.getEntry(name);
            return entry == null
                    ? Optional.empty()
                    : Optional.of(jar.getInputStream(entry).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String xml(String names) {
        StringBuilder all = new StringBuilder();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (ZipEntry entry : jar.stream().toList()) {
                if (entry.getName().matches(names)) {
                    all.append(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    private static BuiltBundle read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            return new BuiltBundle(file, manifest == null ? new Manifest() : manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

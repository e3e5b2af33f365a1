/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds small bundles in memory. Immutable: each method returns another jar. */
record BundleJar(Map<String, String> headers, Map<String, byte[]> entries) {
    /** Returns a bundle without code: {@code bundle("com.acme.text", "1.8.0")}. */
    static BundleJar bundle(String symbolicName, String version) {
        return new BundleJar(Map.of(), Map.of())
                .header("Manifest-Version", "1.0")
                .header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", symbolicName)
                .header("Bundle-Version", version);
    }

    BundleJar header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new BundleJar(more, entries);
    }

    BundleJar without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(name);
        return new BundleJar(fewer, entries);
    }

    /** Adds a clause to a header: imports, exports and the like. */
    BundleJar clause(String name, String clause) {
        String before = headers.get(name);
        return header(name, before == null ? clause : before + "," + clause);
    }

    /** Exports a package and has a class in it. */
    BundleJar exporting(String packageName, String version) {
        return clause("Export-Package", packageName + ";version=\"" + version + "\"")
                .having(packageName);
    }

    BundleJar having(String packageName) {
        return entry(packageName.replace('.', '/') + "/Text.class", "no real class");
    }

    BundleJar importing(String packageName, String range) {
        return clause("Import-Package", packageName + ";version=\"" + range + "\"");
    }

    BundleJar requiring(String clause) {
        return clause("Require-Capability", clause);
    }

    BundleJar providing(String clause) {
        return clause("Provide-Capability", clause);
    }

    BundleJar entry(String name, String text) {
        return entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    BundleJar entry(String name, byte[] content) {
        Map<String, byte[]> more = new LinkedHashMap<>(entries);
        more.put(name, content);
        return new BundleJar(headers, more);
    }

    /** Adds one component description. */
    BundleJar component(String xml) {
        return header("Service-Component", "OSGI-INF/component.xml")
                .entry(
                        "OSGI-INF/component.xml",
                        "<?xml version=\"1.0\"?><scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\""
                                + " name=\"test\">" + xml + "</scr:component>");
    }

    String manifest() {
        StringBuilder text = new StringBuilder();
        headers.forEach((name, value) -> text.append(folded(name + ": " + value)));
        return text.append("\r\n").toString();
    }

    private static String folded(String line) {
        StringBuilder folded = new StringBuilder();
        String rest = line;
        while (rest.length() > 70) {
            folded.append(rest, 0, 70).append("\r\n ");
            rest = rest.substring(70);
        }
        return folded.append(rest).append("\r\n").toString();
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            write(zip, "META-INF/MANIFEST.MF", manifest().getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                write(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 11, 1, 0, 0)); // so that equal jars have equal digests
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    InputStream open() {
        return new ByteArrayInputStream(bytes());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;

/**
 * Makes small bundles in memory: manifest headers, classes of the test, sources compiled on the spot, resources.
 * <pre>{@code
 * byte[] jar = TestBundles.bundle("com.acme.a", "1.0.0")
 *         .exporting("com.acme.api;version=1.0.0")
 *         .source("com.acme.api.Answer", "package com.acme.api; public interface Answer {}")
 *         .bytes();
 * }</pre>
 */
public final class TestBundles {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Map<String, String> sources = new TreeMap<>();
    private final List<String> components = new ArrayList<>();

    private TestBundles(String symbolicName, String version) {
        headers.put(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.put(Constants.BUNDLE_SYMBOLICNAME, symbolicName);
        headers.put(Constants.BUNDLE_VERSION, version);
    }

    public static TestBundles bundle(String symbolicName, String version) {
        return new TestBundles(symbolicName, version);
    }

    /** Sets any header; replaces what was there. */
    public TestBundles header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds a clause to {@code Export-Package}: {@code com.acme.api;version=1.0.0}. */
    public TestBundles exporting(String clause) {
        headers.merge(Constants.EXPORT_PACKAGE, clause, (old, more) -> old + "," + more);
        return this;
    }

    /** Adds a clause to {@code Import-Package}: {@code com.acme.api;version="[1,2)"}. */
    public TestBundles importing(String clause) {
        headers.merge(Constants.IMPORT_PACKAGE, clause, (old, more) -> old + "," + more);
        return this;
    }

    public TestBundles activator(String className) {
        return header(Constants.BUNDLE_ACTIVATOR, className);
    }

    /** Copies a class of the test class path, with its nested classes, into the bundle. */
    public TestBundles classes(Class<?>... types) {
        for (Class<?> type : types) {
            String path = type.getName().replace('.', '/') + ".class";
            entries.put(path, content(type, path));
            classes(type.getDeclaredClasses());
        }
        return this;
    }

    /** Compiles a class into the bundle, as Java 17, against the test class path. */
    public TestBundles source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    public TestBundles resource(String path, String text) {
        return resource(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public TestBundles resource(String path, byte[] content) {
        entries.put(path, content.clone());
        return this;
    }

    /** Adds an immediate DS component that is registered under the given interfaces, if any. */
    public TestBundles component(String implementation, String... interfaces) {
        StringBuilder xml = new StringBuilder(
                        "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"")
                .append(implementation)
                .append("\" immediate=\"true\">");
        if (interfaces.length > 0) {
            xml.append("<service>");
            for (String type : interfaces) {
                xml.append("<provide interface=\"").append(type).append("\"/>");
            }
            xml.append("</service>");
        }
        xml.append("<implementation class=\"").append(implementation).append("\"/></scr:component>");
        return component(implementation, xml.toString());
    }

    /** Adds a DS component by its XML. */
    public TestBundles componentXml(String name, String xml) {
        return component(name, xml);
    }

    private TestBundles component(String name, String xml) {
        String path = "OSGI-INF/" + name + ".xml";
        components.add(path);
        return resource(path, xml);
    }

    /** Returns the bundle as a jar. The same calls give the same bytes. */
    public byte[] bytes() {
        Map<String, byte[]> content = new TreeMap<>(entries);
        if (!sources.isEmpty()) {
            content.putAll(Sources.compile(sources));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            put(jar, "META-INF/MANIFEST.MF", manifest());
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                put(jar, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError("a jar in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    public InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }

    /** Writes the jar to a file, which is replaced. */
    public Path writeTo(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new AssertionError("cannot write " + file, e);
        }
    }

    private byte[] manifest() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(attributes::putValue);
        if (!components.isEmpty()) {
            attributes.putValue("Service-Component", String.join(",", components));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private static void put(JarOutputStream jar, String path, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTime(0);
        jar.putNextEntry(entry);
        jar.write(content);
    }

    private static byte[] content(Class<?> type, String path) {
        ClassLoader loader = type.getClassLoader();
        try (InputStream content =
                loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path)) {
            if (content == null) {
                throw new AssertionError("the class file of " + type.getName() + " is not to be found");
            }
            return content.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("cannot read " + path, e);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes a bundle in memory, out of classes of the tests. */
final class TestJar {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final StringBuilder components = new StringBuilder();

    private TestJar(String symbolicName, String version) {
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", symbolicName);
        header("Bundle-Version", version);
        header("Import-Package", "org.osgi.framework");
    }

    static TestJar bundle(String symbolicName, String version) {
        return new TestJar(symbolicName, version);
    }

    TestJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    TestJar activator(Class<?> type) {
        return header("Bundle-Activator", type.getName()).type(type);
    }

    TestJar type(Class<?> type) {
        return entry(type).nested(type);
    }

    private TestJar nested(Class<?> type) {
        for (int i = 1; i <= 9; i++) {
            String name = type.getName().replace('.', '/') + "$" + i + ".class";
            try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
                if (code != null) {
                    entries.put(name, code.readAllBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    private TestJar entry(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
            entries.put(name, code.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TestJar text(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds a component descriptor; {@code inner} are the elements below {@code component}. */
    TestJar component(Class<?> type, String attributes, String inner) {
        String name = "OSGI-INF/" + type.getSimpleName() + components.length() + ".xml";
        components.append(components.isEmpty() ? "" : ",").append(name);
        header("Service-Component", components.toString());
        text(
                name,
                "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"" + type.getSimpleName()
                        + "\" " + attributes + "><implementation class=\"" + type.getName() + "\"/>" + inner
                        + "</scr:component>");
        return type(type);
    }

    byte[] bytes() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}

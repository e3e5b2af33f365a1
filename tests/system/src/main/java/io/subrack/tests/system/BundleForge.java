/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes bundles, good and bad ones, from nothing or from the examples. */
public final class BundleForge {
    private static final byte[] GREETER_PATH = constant("greeter");

    private BundleForge() {}

    /** Returns a bundle that has a manifest and nothing else. */
    public static byte[] trivial(String symbolicName, String version) {
        return bundle(
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", symbolicName,
                        "Bundle-Version", version),
                Map.of());
    }

    /** Returns a jar with the given main headers and entries. */
    public static byte[] bundle(Map<String, String> headers, Map<String, byte[]> entries) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a bundle with some of its main headers replaced. */
    public static byte[] withHeaders(Path jar, Map<String, String> replaced) throws IOException {
        return rewritten(jar, replaced, Map.of());
    }

    /**
     * Returns greeter 1.0 under another name and at another path.
     *
     * @param number 0 to 9999
     */
    public static byte[] numberedGreeter(int number) throws IOException {
        String path = numberedPath(number);
        return rewritten(
                Repository.example("greeter-v1"),
                Map.of("Bundle-SymbolicName", "io.subrack.tests." + path, "Subrack-Public", "/" + path),
                Map.of("GreeterResource.class", constant(path)));
    }

    /** Returns the first path segment of a {@link #numberedGreeter}: as long as {@code greeter}. */
    public static String numberedPath(int number) {
        return String.format("gre%04d", number);
    }

    /** @param patches by the end of an entry's name, what replaces the constant {@code greeter} in it */
    private static byte[] rewritten(Path jar, Map<String, String> headers, Map<String, byte[]> patches)
            throws IOException {
        Map<String, String> merged = new LinkedHashMap<>();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.getManifest()
                    .getMainAttributes()
                    .forEach((name, value) -> merged.put(name.toString(), value.toString()));
            for (JarEntry entry :
                    file.stream().filter(each -> !each.isDirectory()).toList()) {
                if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    try (InputStream in = file.getInputStream(entry)) {
                        entries.put(entry.getName(), patched(entry.getName(), in.readAllBytes(), patches));
                    }
                }
            }
        }
        merged.remove(Attributes.Name.MANIFEST_VERSION.toString());
        merged.putAll(headers);
        return bundle(merged, entries);
    }

    private static byte[] patched(String name, byte[] content, Map<String, byte[]> patches) {
        for (Map.Entry<String, byte[]> patch : patches.entrySet()) {
            if (name.endsWith("/" + patch.getKey())) {
                return replaced(content, patch.getValue());
            }
        }
        return content;
    }

    private static byte[] replaced(byte[] content, byte[] replacement) {
        for (int i = 0; i + GREETER_PATH.length <= content.length; i++) {
            if (java.util.Arrays.equals(content, i, i + GREETER_PATH.length, GREETER_PATH, 0, GREETER_PATH.length)) {
                byte[] patched = content.clone();
                System.arraycopy(replacement, 0, patched, i, replacement.length);
                return patched;
            }
        }
        throw new AssertionError("the constant is not in the class");
    }

    /** Returns a text as it stands in the constant pool of a class file (JVMS 4.4.7). */
    private static byte[] constant(String ascii) {
        byte[] text = ascii.getBytes(StandardCharsets.US_ASCII);
        byte[] constant = new byte[text.length + 3];
        constant[0] = 1;
        constant[2] = (byte) text.length;
        System.arraycopy(text, 0, constant, 3, text.length);
        return constant;
    }

    /** Returns the first half of a bundle: a zip without its directory. */
    public static byte[] cutInHalf(Path jar) throws IOException {
        byte[] whole = Files.readAllBytes(jar);
        return java.util.Arrays.copyOf(whole, whole.length / 2);
    }

    /** Returns a bundle with a byte in the middle of its classes changed: the directory is right, the content is not. */
    public static byte[] withAFlippedByte(Path jar) throws IOException {
        byte[] whole = Files.readAllBytes(jar);
        whole[whole.length / 2] ^= 0x55;
        return whole;
    }

    /** Returns a bundle with an entry that unpacks to so many zero bytes. */
    public static byte[] bomb(long unpackedBytes) throws IOException {
        Manifest manifest = manifest("io.subrack.tests.bomb", "1.0.0");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry("zeros"));
            byte[] zeros = new byte[1 << 20];
            for (long left = unpackedBytes; left > 0; left -= zeros.length) {
                jar.write(zeros, 0, (int) Math.min(zeros.length, left));
            }
        }
        return bytes.toByteArray();
    }

    /** Returns a bundle with one more entry of any name, as {@code ../../evil}. */
    public static byte[] withEntry(String entryName) throws IOException {
        return bundle(
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "io.subrack.tests.entry",
                        "Bundle-Version", "1.0.0"),
                Map.of(entryName, new byte[] {1}));
    }

    /** Returns a bundle in which two entries have one name. */
    public static byte[] withADuplicateEntry() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/first", new byte[] {1});
        entries.put("a/secon", new byte[] {2});
        byte[] jar = bundle(
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "io.subrack.tests.duplicate",
                        "Bundle-Version", "1.0.0"),
                entries);
        String text = new String(jar, StandardCharsets.ISO_8859_1).replace("a/secon", "a/first");
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns a bundle whose manifest is exactly this text. */
    public static byte[] withManifest(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new JarEntry(JarFile.MANIFEST_NAME));
            jar.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Returns the version in the manifest of a bundle. */
    public static String version(byte[] bundle) throws IOException {
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bundle))) {
            return jar.getManifest().getMainAttributes().getValue("Bundle-Version");
        }
    }

    private static Manifest manifest(String symbolicName, String version) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        return manifest;
    }
}

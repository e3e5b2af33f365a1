/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class BundleForgeTest {
    @Test
    void replacesHeadersAndKeepsTheRest() throws Exception {
        byte[] jar = BundleForge.withHeaders(Repository.example("greeter-v1"), Map.of("Bundle-Version", "1.0.7"));

        try (var in = new JarInputStream(new ByteArrayInputStream(jar))) {
            var headers = in.getManifest().getMainAttributes();
            assertThat(headers.getValue("Bundle-Version")).isEqualTo("1.0.7");
            assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo("io.subrack.examples.greeter");
        }
    }

    @Test
    void putsAGreeterAtAnotherPath() throws Exception {
        var loader = new ClassLoader(getClass().getClassLoader()) {
            Class<?> define(byte[] code) {
                return defineClass(null, code, 0, code.length);
            }
        };

        byte[] code = entry(BundleForge.numberedGreeter(42), "io/subrack/examples/greeter/GreeterResource.class");

        assertThat(new String(code, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("gre0042");
        assertThat(loader.define(code).getName()).isEqualTo("io.subrack.examples.greeter.GreeterResource");
    }

    @Test
    void makesTwoEntriesOfOneName() throws Exception {
        assertThat(names(BundleForge.withADuplicateEntry())).containsSequence("a/first", "a/first");
    }

    private static byte[] entry(byte[] jar, String name) throws Exception {
        try (var in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return in.readAllBytes();
                }
            }
        }
        throw new AssertionError("no " + name);
    }

    private static List<String> names(byte[] jar) throws Exception {
        List<String> names = new ArrayList<>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}

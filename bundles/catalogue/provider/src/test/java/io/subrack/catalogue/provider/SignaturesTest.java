/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.testing.TestBundles;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesTest {
    @TempDir
    static Path directory;

    private static TestKeys keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.make(directory, "Acme");
    }

    private static Path unsigned() throws Exception {
        var file = Files.createTempFile(directory, "unsigned", ".jar");
        Files.write(
                file,
                TestBundles.bundle("com.acme.text", "1.0.0")
                        .resource("a.txt", "a")
                        .resource("b.txt", "b")
                        .bytes());
        return file;
    }

    private static Path signed() throws Exception {
        var file = Files.createTempFile(directory, "signed", ".jar");
        try (var in = new ZipFile(unsigned().toFile());
                var out = Files.newOutputStream(file)) {
            new JarSigner.Builder(keys.entry())
                    .digestAlgorithm("SHA-256")
                    .build()
                    .sign(in, out);
        }
        return file;
    }

    /** Returns a copy with one entry replaced, or added if there is none of that name. */
    private static Path changed(Path jar, String name, String content) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var text = content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        boolean done = false;
        try (InputStream file = Files.newInputStream(jar);
                var in = new ZipInputStream(file);
                var out = new ZipOutputStream(bytes)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                boolean hit = entry.getName().equals(name);
                out.write(hit ? text : in.readAllBytes());
                done |= hit;
            }
            if (!done) {
                out.putNextEntry(new ZipEntry(name));
                out.write(text);
            }
        }
        var file = Files.createTempFile(directory, "changed", ".jar");
        Files.write(file, bytes.toByteArray());
        return file;
    }

    @Test
    void knowsWhoSignedAJar() throws Exception {
        assertThat(Signatures.of(unsigned(), List.of()).state()).isEqualTo(Signatures.State.UNSIGNED);
        assertThat(Signatures.of(signed(), List.of()).state()).isEqualTo(Signatures.State.STRANGER);

        var trusted = Signatures.of(signed(), List.of(keys.certificate()));

        assertThat(trusted.state()).isEqualTo(Signatures.State.SIGNED);
        assertThat(trusted.signer()).contains("CN=Acme");
    }

    @Test
    void noticesWhatWasChangedOrAdded() throws Exception {
        for (var jar : List.of(
                changed(signed(), "a.txt", "other"),
                changed(signed(), "evil.txt", "new"),
                changed(signed(), "META-INF/services/evil", "new"))) {
            var found = Signatures.of(jar, List.of(keys.certificate()));

            assertThat(found.state()).isEqualTo(Signatures.State.INVALID);
            assertThat(found.problem()).isNotEmpty();
        }
    }
}

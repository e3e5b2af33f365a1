/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The built jar has everything of the hash, and nothing more than that. */
class Argon2IT {
    private static final long MAX_BYTES = 400_000;

    /** RFC 9106, section 5.3. */
    @Test
    void computesTheTestVectorOfTheStandardFromTheJarAlone() throws Exception {
        try (var jar = new URLClassLoader(new URL[] {jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            var parameters = jar.loadClass("org.bouncycastle.crypto.params.Argon2Parameters");
            var builder = jar.loadClass(parameters.getName() + "$Builder");
            var filled = builder.getConstructor(int.class).newInstance(2);
            builder.getMethod("withVersion", int.class).invoke(filled, 0x13);
            builder.getMethod("withMemoryAsKB", int.class).invoke(filled, 32);
            builder.getMethod("withIterations", int.class).invoke(filled, 3);
            builder.getMethod("withParallelism", int.class).invoke(filled, 4);
            builder.getMethod("withSalt", byte[].class).invoke(filled, (Object) bytes(16, 2));
            builder.getMethod("withSecret", byte[].class).invoke(filled, (Object) bytes(8, 3));
            builder.getMethod("withAdditional", byte[].class).invoke(filled, (Object) bytes(12, 4));
            var type = jar.loadClass("org.bouncycastle.crypto.generators.Argon2BytesGenerator");
            var generator = type.getConstructor().newInstance();
            type.getMethod("init", parameters)
                    .invoke(generator, builder.getMethod("build").invoke(filled));
            byte[] tag = new byte[32];
            type.getMethod("generateBytes", byte[].class, byte[].class).invoke(generator, bytes(32, 1), tag);

            assertThat(HexFormat.of().formatHex(tag))
                    .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
        }
    }

    @Test
    void hashesAndComparesFromTheJarAlone() throws Exception {
        try (var jar = new URLClassLoader(new URL[] {jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            var type = jar.loadClass("io.subrack.auth.accounts.Argon2");
            var field = type.getDeclaredField("BOUNCY_CASTLE");
            field.setAccessible(true);
            var method =
                    type.getMethod("derive", byte[].class, byte[].class, int.class, int.class, int.class, int.class);
            method.setAccessible(true);

            var derived = method.invoke(field.get(null), bytes(8, 1), bytes(16, 2), 19_456, 2, 1, 32);

            assertThat(derived).isEqualTo(Argon2.BOUNCY_CASTLE.derive(bytes(8, 1), bytes(16, 2), 19_456, 2, 1, 32));
        }
    }

    @Test
    void isSmallAndSaysWhoseWorkItHolds() throws Exception {
        try (var jar = new JarFile(jar().toFile())) {
            assertThat(Files.size(jar())).isLessThan(MAX_BYTES);
            assertThat(jar.getEntry("META-INF/licenses/bouncycastle/META-INF/LICENSE.md"))
                    .isNotNull();
            assertThat(jar.getEntry("META-INF/licenses/zxcvbn.txt")).isNotNull();
            assertThat(jar.stream().map(Object::toString)).noneMatch(name -> name.endsWith(".SF"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Import-Package"))
                    .doesNotContain("bouncycastle");
        }
    }

    private static Path jar() throws Exception {
        try (var files = Files.list(Path.of("target"))) {
            return files.filter(
                            file -> file.getFileName().toString().matches("io\\.subrack\\.auth\\.accounts-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] bytes(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds what this build has made. */
public final class Repository {
    private Repository() {}

    /** Returns the root of the source tree that the tests run in. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("examples")) || !Files.isDirectory(directory.resolve("kernel"))) {
            Path parent = directory.getParent();
            if (parent == null) {
                throw new AssertionError("start this inside the source tree, not in "
                        + Path.of("").toAbsolutePath());
            }
            directory = parent;
        }
        return directory;
    }

    /** Returns the jar of an example bundle by its folder, as {@code greeter-v1}. */
    public static Path example(String folder) {
        Path target = root().resolve("examples").resolve(folder).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("no jar in " + target + ": build the examples first", e);
        }
    }

    /** Returns the jar of a broken example bundle by its kind, as {@code activator-throws}. */
    public static Path broken(String kind) {
        Path jar = root().resolve("examples/broken/target/io.subrack.examples.broken-1.0.0-" + kind + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError("no " + jar + ": build the examples first");
        }
        return jar;
    }

    /** Returns the jar that is no bundle. */
    public static Path notABundle() {
        return root().resolve("examples/broken/target/io.subrack.examples.broken-1.0.0.jar");
    }
}

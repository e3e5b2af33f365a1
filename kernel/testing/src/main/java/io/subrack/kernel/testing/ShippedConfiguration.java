/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configuration files of the checkout, which are those that ship: tests run with these very files. */
final class ShippedConfiguration {
    private ShippedConfiguration() {}

    /** Copies the files of {@code config/} of the checkout that the tests run in; none if they run elsewhere. */
    static void copyTo(Path target) throws IOException {
        Path source = find(Path.of("").toAbsolutePath());
        if (source == null) {
            return;
        }
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    /** Adds lines to the file of a PID; the last line of a key wins. */
    static void override(Path config, String pid, Map<String, String> values) throws IOException {
        StringBuilder lines = new StringBuilder("\n# set by the test\n");
        values.forEach((key, value) -> lines.append(key)
                .append('=')
                .append(value.replace("\\", "\\\\"))
                .append('\n'));
        Files.writeString(
                config.resolve(pid + ".properties"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static @Nullable Path find(Path directory) {
        Path candidate = directory.resolve("config");
        if (Files.exists(candidate.resolve("subrack.properties"))) {
            return candidate;
        }
        Path parent = directory.getParent();
        return parent == null ? null : find(parent);
    }
}

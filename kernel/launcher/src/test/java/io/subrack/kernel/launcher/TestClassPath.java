/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The part of the test class path that stands for a distribution's {@code lib/}. */
final class TestClassPath {
    private static final List<String> CLASSIC_ONLY = List.of("/aries/spifly/", "/ow2/asm/");
    private static final List<String> PLATFORM =
            List.of("/org/apache/felix/", "/org/osgi/", "/org/slf4j/", "/ch/qos/logback/", "kernel");

    private TestClassPath() {}

    static List<Path> platform(PlatformMode mode) {
        return PlatformIndex.classPath().stream()
                .filter(contains(PLATFORM).or(mode == PlatformMode.CLASSIC ? contains(CLASSIC_ONLY) : path -> false))
                .filter(path -> !path.toString().contains("test-classes"))
                .toList();
    }

    private static Predicate<Path> contains(List<String> parts) {
        return path -> parts.stream().anyMatch(part -> path.toString().contains(part));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import io.subrack.kernel.launcher.PlatformIndex;
import io.subrack.kernel.launcher.PlatformMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Tells the platform bundles on the test class path from what only tests and builds need. */
final class TestClassPath {
    private static final List<String> NOT_PLATFORM = List.of(
            "junit-",
            "org.junit",
            "org.opentest4j",
            "org.apiguardian",
            "org.assertj",
            "assertj-",
            "net.bytebuddy",
            "org.osgi.annotation",
            "osgi.annotation",
            "org.osgi.namespace",
            "org.osgi.service.component.annotations",
            "org.osgi.service.metatype.annotations",
            "com.tngtech.archunit",
            "biz.aQute",
            "io.subrack.examples.");

    private static final List<String> CLASSIC_ONLY = List.of("org.apache.aries.spifly", "org.objectweb.asm.");

    private TestClassPath() {}

    static PlatformIndex index(PlatformMode mode, Set<String> excluded, Set<String> shared) {
        List<Path> classPath = PlatformIndex.classPath().stream()
                .filter(entry -> !entry.endsWith(Path.of("target", "test-classes")))
                .toList();
        return PlatformIndex.scan(classPath)
                .without(name -> excluded.contains(name)
                        || startsWithOneOf(NOT_PLATFORM, name)
                        || (mode == PlatformMode.CONNECT && startsWithOneOf(CLASSIC_ONLY, name)))
                .sharing(shared);
    }

    private static boolean startsWithOneOf(List<String> prefixes, String name) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}

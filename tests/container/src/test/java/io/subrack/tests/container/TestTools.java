/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.container;

import java.util.List;

/** Which bundles on the test's class path are tools of the test, or the framework itself, and not of the platform. */
final class TestTools {
    private static final List<String> PREFIXES = List.of(
            "org.ops4j.",
            "org.apache.felix.framework",
            "osgi.core",
            "org.osgi.core",
            "org.osgi.framework",
            "org.osgi.annotation",
            "junit",
            "org.junit",
            "assertj",
            "org.assertj",
            "net.bytebuddy",
            "org.opentest4j",
            "org.apiguardian",
            "org.hamcrest",
            "org.jspecify",
            "javax.inject",
            "osgi.annotation",
            "org.apache.maven",
            "wrapped.");

    private TestTools() {}

    static boolean contains(String symbolicName) {
        return PREFIXES.stream().anyMatch(symbolicName::startsWith);
    }
}

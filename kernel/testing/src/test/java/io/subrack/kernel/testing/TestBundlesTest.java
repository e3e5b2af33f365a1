/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;

class TestBundlesTest {
    @Test
    void makesAJarOfHeadersClassesSourcesAndResources() throws IOException {
        byte[] jar = TestBundles.bundle("a.b", "1.2.3")
                .exporting("p;version=1.0.0")
                .exporting("q")
                .importing("r")
                .classes(TestClock.class)
                .source("p.Answer", "package p; public class Answer { static class Inner {} }")
                .component("p.Answer", "java.lang.Object")
                .resource("some/text", "hello")
                .bytes();

        try (JarInputStream content = new JarInputStream(new ByteArrayInputStream(jar))) {
            assertThat(content.getManifest().getMainAttributes().getValue("Export-Package"))
                    .isEqualTo("p;version=1.0.0,q");
            assertThat(content.getManifest().getMainAttributes().getValue("Service-Component"))
                    .isEqualTo("OSGI-INF/p.Answer.xml");
            assertThat(names(content))
                    .containsExactlyInAnyOrder(
                            "io/subrack/kernel/testing/TestClock.class",
                            "p/Answer.class",
                            "p/Answer$Inner.class",
                            "OSGI-INF/p.Answer.xml",
                            "some/text");
        }
    }

    @Test
    void makesTheSameBytesOfTheSameCalls() {
        assertThat(TestBundles.bundle("a", "1").resource("x", "y").bytes())
                .isEqualTo(TestBundles.bundle("a", "1").resource("x", "y").bytes());
    }

    @Test
    void saysWhatDoesNotCompile() {
        TestBundles bundle = TestBundles.bundle("a", "1").source("p.A", "package p; class A { int x = \"\"; }");

        assertThatThrownBy(bundle::bytes).isInstanceOf(AssertionError.class).hasMessageContaining("incompatible types");
    }

    private static Set<String> names(JarInputStream content) throws IOException {
        Set<String> names = new HashSet<>();
        for (JarEntry entry = content.getNextJarEntry(); entry != null; entry = content.getNextJarEntry()) {
            names.add(entry.getName());
        }
        return names;
    }
}

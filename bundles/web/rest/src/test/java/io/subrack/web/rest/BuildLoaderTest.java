/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildLoaderTest {
    @TempDir
    Path folder;

    private final AtomicInteger looks = new AtomicInteger();

    private BuildLoader loader() {
        return new BuildLoader(new ClassLoader(null) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                looks.incrementAndGet();
                Path file = folder.resolve("service");
                return Files.exists(file)
                        ? Collections.enumeration(List.of(file.toUri().toURL()))
                        : Collections.emptyEnumeration();
            }
        });
    }

    @Test
    void readsAServicesFileOnce() throws Exception {
        Files.writeString(folder.resolve("service"), "com.acme.Provider");
        BuildLoader loader = loader();
        loader.getResources("META-INF/services/com.acme.Service");
        Files.writeString(folder.resolve("service"), "other");

        URL url = loader.getResources("META-INF/services/com.acme.Service").nextElement();

        try (InputStream in = url.openStream()) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("com.acme.Provider");
        }
        assertThat(looks).hasValue(1);
    }

    @Test
    void looksOnceForAServicesFileThatIsNotThere() throws Exception {
        BuildLoader loader = loader();
        loader.getResources("META-INF/services/com.acme.Service");

        assertThat(loader.getResources("META-INF/services/com.acme.Service").hasMoreElements())
                .isFalse();
        assertThat(looks).hasValue(1);
    }

    @Test
    void leavesOtherResourcesAlone() throws Exception {
        BuildLoader loader = loader();
        loader.getResources("META-INF/other");

        loader.getResources("META-INF/other");

        assertThat(looks).hasValue(2);
    }
}

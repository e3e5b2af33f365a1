/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built jar has all of the metrics library that it uses, without the library's jars beside it. */
class PackagedMetersIT {
    private static final String PACKAGE = "io.subrack.observe.provider.";

    @ParameterizedTest
    @ValueSource(strings = {MetricsEndpoint.PROMETHEUS, MetricsEndpoint.OPEN_METRICS})
    void countsAndWritesFromTheJarAlone(String format) throws Exception {
        try (var loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
            var meters = make(loader, "Meters", new Class<?>[0]);
            var settings = make(
                    loader,
                    "Settings",
                    new Class<?>[] {Duration.class, int.class, Duration.class},
                    Duration.ZERO,
                    10,
                    Duration.ZERO);
            var requests = make(
                    loader,
                    "RequestMeters",
                    new Class<?>[] {meters.getClass(), settings.getClass(), Supplier.class, Clock.class},
                    meters,
                    settings,
                    (Supplier<Object>) Set::of,
                    Clock.systemUTC());
            var exchangeType = loader.loadClass("io.subrack.web.spi.RequestObserver$Exchange");
            var exchange = exchangeType.getConstructors()[0].newInstance(
                    "com.acme.greeter", "1.0.0", "GET", "/greeter", 200, Duration.ofMillis(3), true);
            requests.getClass().getMethod("completed", exchangeType).invoke(requests, exchange);

            var text = new ByteArrayOutputStream();
            var write = meters.getClass().getDeclaredMethod("write", OutputStream.class, String.class);
            write.setAccessible(true);
            write.invoke(meters, text, format);

            assertThat(text.toString(StandardCharsets.UTF_8))
                    .contains(
                            "http_server_requests_seconds_bucket{bundle=\"com.acme.greeter\"", "jvm_memory_used_bytes");
        }
    }

    @Test
    void theTestLooksAtTheJarAndNotAtTheClassesBesideIt() throws Exception {
        try (var loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
            var origin = loader.loadClass("io.micrometer.core.instrument.Timer")
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation();

            assertThat(origin.toString()).contains("io.subrack.observe.provider");
        }
    }

    private static Object make(ClassLoader loader, String name, Class<?>[] types, Object... arguments)
            throws Exception {
        var constructor = loader.loadClass(PACKAGE + name).getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    private static URL[] urls() {
        var others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.endsWith(".jar"))
                .filter(path -> !path.matches(".*(micrometer|prometheus|HdrHistogram|observe).*"));
        return Stream.concat(Stream.of(System.getProperty("bundle.jar")), others)
                .map(PackagedMetersIT::url)
                .toArray(URL[]::new);
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.tests.system.Chromium.Window;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Well-known bundles from Maven Central, as they are, through the console in a browser: all on one platform, one after
 * the other. Needs the network: {@code mvn -Pthird-party -pl tests/system verify}.
 */
@EnabledIfSystemProperty(named = "subrack.test.central", matches = "true")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class ThirdPartyBundlesIT {
    /** Dates are versions of long ago. */
    private static final Pattern RELEASE = Pattern.compile("<version>([0-9]{1,3}[.][0-9.]+)</version>");

    private static final int MOST_SHOWN_CHARS = 180;

    @RegisterExtension
    static final Cockpit COCKPIT = new Cockpit();

    @TempDir
    static Path directory;

    private static final List<String> OUTCOMES = new ArrayList<>();

    @AfterAll
    static void tell() throws Exception {
        Files.write(Repository.root().resolve("tests/system/target/third-party.txt"), OUTCOMES);
        OUTCOMES.forEach(System.out::println);
    }

    /** From a file: what it lacks is named, and the button that brings it is pressed. */
    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "commons-io:commons-io",
                "com.fasterxml.jackson.core:jackson-databind",
                "org.apache.commons:commons-text",
                "io.reactivex.rxjava3:rxjava",
                "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml",
                "com.fasterxml.jackson.datatype:jackson-datatype-joda",
                "org.apache.felix:org.apache.felix.gogo.command",
                "org.apache.commons:commons-csv",
                "jakarta.xml.bind:jakarta.xml.bind-api",
                "com.squareup.okio:okio-jvm",
                "org.ow2.asm:asm-commons",
                "com.fasterxml.jackson.module:jackson-module-parameter-names",
                "com.github.ben-manes.caffeine:caffeine",
            })
    void installsAFileAndWhatItLacks(String module) throws Exception {
        Path jar = download(module);
        try (Window window = COCKPIT.open("/install")) {
            ConsoleInstalling installing = new ConsoleInstalling(COCKPIT, window.page);

            installing.planFiles(jar);
            List<String> said = installing.repair();
            List<String> installed = installing.apply();

            OUTCOMES.add(jar.getFileName() + ": " + String.join(", ", installed));
            said.forEach(it -> OUTCOMES.add("    " + shortened(it)));
            assertThat(window.complaints()).isEmpty();
        }
    }

    /** By coordinates, typed into the search of the catalogue. */
    @ParameterizedTest
    @Order(2)
    @ValueSource(
            strings = {
                "com.google.guava:guava",
                "com.google.code.gson:gson",
                "com.h2database:h2",
                "org.apache.commons:commons-collections4",
                "org.apache.commons:commons-compress",
                "org.apache.commons:commons-pool2",
                "org.apache.commons:commons-configuration2",
                "org.apache.commons:commons-math3",
                "com.fasterxml:classmate",
                "org.apache.aries:org.apache.aries.util",
                "org.apache.felix:org.apache.felix.fileinstall",
                "org.apache.felix:org.apache.felix.inventory",
                "org.apache.felix:org.apache.felix.prefs",
                "org.apache.felix:org.apache.felix.bundlerepository",
                "org.apache.felix:org.apache.felix.gogo.shell",
                "org.osgi:org.osgi.util.pushstream",
                "jakarta.json:jakarta.json-api",
                "com.hazelcast:hazelcast",
                "org.mozilla:rhino",
                "org.eclipse.jdt:org.eclipse.jdt.annotation",
                "org.bouncycastle:bcprov-jdk18on",
                "org.jsoup:jsoup",
                "org.postgresql:postgresql",
                "org.jspecify:jspecify",
            })
    void installsCoordinatesWithWhatTheyNeed(String module) throws Exception {
        try (Window window = COCKPIT.open("/repositories")) {
            ConsoleInstalling installing = new ConsoleInstalling(COCKPIT, window.page);

            installing.planCoordinates(module);
            List<String> installed = installing.apply();

            OUTCOMES.add(module + ": " + String.join(", ", installed));
            assertThat(window.complaints()).isEmpty();
        }
        assertThat(COCKPIT.operator().get("/health/live").status())
                .as("the platform lives on")
                .isEqualTo(200);
    }

    private static String shortened(String said) {
        int fix = said.lastIndexOf(" → ");
        return said.substring(0, Math.min(fix, MOST_SHOWN_CHARS))
                + (fix > MOST_SHOWN_CHARS ? "…" : "")
                + said.substring(fix);
    }

    /** Gets the newest release from where the platform's own repository {@code central} is. */
    private static Path download(String module) throws Exception {
        String[] parts = module.split(":", -1);
        String base = COCKPIT.api("/repositories/central").path("url").asText() + parts[0].replace('.', '/') + "/"
                + parts[1] + "/";
        Matcher release = RELEASE.matcher(
                new String(fetch(base + "maven-metadata.xml"), java.nio.charset.StandardCharsets.UTF_8));
        String version = release.results()
                .map(it -> it.group(1))
                .reduce((before, it) -> it)
                .orElseThrow(() -> new AssertionError("there is no release of " + module));
        String name = parts[1] + "-" + version + ".jar";
        return Files.write(directory.resolve(name), fetch(base + version + "/" + name));
    }

    private static byte[] fetch(String url) throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(url).isEqualTo(200);
        return answer.body();
    }
}

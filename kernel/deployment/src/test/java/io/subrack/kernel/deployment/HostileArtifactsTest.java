/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with an upload: one sentence with cause and fix, and nothing is stored. */
final class HostileArtifactsTest {
    private static final BundleJar GOOD = bundle("com.acme.notes", "1.4.0").entry("a.txt", "text".repeat(50));
    private static final String PACK_AGAIN = " Build the archive anew with the jar tool or bnd.";

    @TempDir
    Path root;

    @AfterEach
    void nothingIsStored() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoArchive() {
        invalid(
                "plain text".getBytes(StandardCharsets.UTF_8),
                "This is not a jar file, or it is cut off. Upload the bundle's jar file itself, whole.");
        invalid(new byte[0], "This is not a jar file, or it is cut off. Upload the bundle's jar file itself, whole.");
    }

    @Test
    void refusesATruncatedArchiveAtEveryLength() {
        byte[] whole = GOOD.bytes();

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> store(part)).isInstanceOf(DeploymentException.class);
        }
    }

    @Test
    void neverStoresAnArchiveWithAFlippedByteThatMatters() {
        byte[] whole = GOOD.bytes();
        Random random = new Random(42);
        FileArtifacts artifacts = new FileArtifacts(root.resolve("fuzz"), ArtifactLimits.DEFAULTS);

        for (int i = 0; i < 1_000; i++) {
            byte[] changed = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                var info = artifacts.store(new ByteArrayInputStream(changed));
                // Dates, attributes and versions of the format may differ; content may not.
                artifacts.read(info.digest(), content -> {
                    assertThat(content.read("a.txt")).contains("text".repeat(50).getBytes(StandardCharsets.UTF_8));
                    return content;
                });
            } catch (DeploymentException e) {
                assertThat(e.problem()).isIn(DeploymentProblem.ARTIFACT_INVALID, DeploymentProblem.ARTIFACT_TOO_LARGE);
            }
        }
        deleteAll(root.resolve("fuzz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/passwd", "a\\b", "C:/windows", "a/./b", ".."})
    void refusesNamesThatLeadOut(String name) {
        invalid(
                GOOD.entry(name, "x").bytes(),
                "The entry name '" + name + "' could lead out of the archive: names must be relative, with '/' and"
                        + " without '..'." + PACK_AGAIN);
    }

    @Test
    void refusesControlCharactersInNames() {
        invalid(
                GOOD.entry("a\u0000b\u001bc", "x").bytes(),
                "The entry name 'a?b?c' is empty or has control characters." + PACK_AGAIN);
    }

    @Test
    void refusesAnEntryThatStandsThereTwice() {
        byte[] bytes = GOOD.entry("b.txt", "x").bytes();

        invalid(replace(bytes, "b.txt", "a.txt"), "The entry 'a.txt' stands in the archive twice." + PACK_AGAIN);
    }

    @Test
    void refusesAManifestInAnotherSpelling() {
        invalid(
                GOOD.entry("meta-inf/manifest.mf", "x").bytes(),
                "The manifest is called 'meta-inf/manifest.mf'. Name it META-INF/MANIFEST.MF.");
    }

    @Test
    void refusesALocalHeaderThatSaysOtherThings() {
        byte[] bytes = GOOD.bytes();
        int local = indexOf(bytes, "a.txt", 0);
        bytes[local] = 'b';

        invalid(bytes, "The entry 'a.txt' is described in two different ways." + PACK_AGAIN);
    }

    @Test
    void refusesDamagedContent() {
        byte[] bytes = GOOD.bytes();
        int data = indexOf(bytes, "a.txt", 0) + "a.txt".length();
        bytes[data + 1] ^= 0x10;

        invalid(bytes, "The entry 'a.txt' is damaged. Upload the archive again or build it anew.");
    }

    @Test
    void refusesAnEntryThatIsLongerThanItSays() {
        byte[] bytes = GOOD.bytes();
        int central = indexOf(bytes, "a.txt", indexOf(bytes, "a.txt", 0) + 1) - 46;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(central + 24, 5);

        assertThatThrownBy(() -> store(bytes))
                .hasMessageStartingWith("The entry 'a.txt' is ")
                .isInstanceOf(DeploymentException.class);
    }

    @Test
    void refusesWhatFollowsTheEnd() {
        byte[] bytes = GOOD.bytes();

        invalid(
                Arrays.copyOf(bytes, bytes.length + 10),
                "The archive goes on after its end, or is cut off." + PACK_AGAIN);
    }

    @Test
    void refusesZipBombs() {
        byte[] bomb = GOOD.entry("zeros", new byte[20 << 20]).bytes();

        tooLarge(
                bomb,
                ArtifactLimits.DEFAULTS,
                "The archive unpacks to more than 200 times its own length, as only a zip bomb does. Leave out what the"
                        + " bundle does not need.");
        tooLarge(
                bomb,
                new ArtifactLimits(1 << 20, 10, 1 << 20, 1_000_000, 1 << 20),
                "The archive unpacks to more than 1048576 bytes. Leave out what the bundle does not need.");
    }

    @Test
    void refusesTooManyEntries() {
        BundleJar jar = GOOD;
        for (int i = 0; i < 10; i++) {
            jar = jar.entry("entry" + i, "x");
        }

        tooLarge(
                jar.bytes(),
                new ArtifactLimits(1 << 20, 10, 1 << 20, 200, 1 << 20),
                "The archive has more than 10 entries. Leave out what the bundle does not need.");
    }

    @Test
    void refusesAHugeManifest() {
        tooLarge(
                GOOD.header("X-Long", "x".repeat(5_000)).bytes(),
                new ArtifactLimits(1 << 20, 10, 1 << 20, 200, 4_096),
                "The manifest is longer than 4096 bytes. Shorten it.");
    }

    @Test
    void refusesWhatIsNoBundle() {
        BundleJar plain = new BundleJar(java.util.Map.of("Manifest-Version", "1.0"), GOOD.entries());

        invalid(
                plain.bytes(),
                "This jar is not an OSGi bundle: Bundle-ManifestVersion is missing. Build it with bnd or the"
                        + " bnd-maven-plugin.");
        invalid(
                GOOD.without("Bundle-SymbolicName").bytes(),
                "Bundle-SymbolicName is missing. Build the jar with bnd, which writes it.");
        invalid(
                GOOD.without("Bundle-ManifestVersion").bytes(),
                "This jar is not an OSGi bundle: Bundle-ManifestVersion is missing. Build it with bnd or the"
                        + " bnd-maven-plugin.");
        invalid(
                GOOD.header("Bundle-ManifestVersion", "1").bytes(),
                "Bundle-ManifestVersion is '1', and only 2 is known. Build the jar with bnd.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.x", "1.0-SNAPSHOT", "-1", "1.2.3.4.5", "latest"})
    void refusesWhatIsNoVersion(String version) {
        invalid(
                GOOD.header("Bundle-Version", version).bytes(),
                "Bundle-Version '" + version + "' is not a version: use up to three numbers and a qualifier, parted by"
                        + " dots, as 1.4.0 or 1.4.0.beta.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "com/acme", "com..acme", ".acme", "com acme", "com\\acme", "cöm"})
    void refusesWhatIsNoSymbolicName(String name) {
        invalid(
                GOOD.header("Bundle-SymbolicName", name).bytes(),
                "Bundle-SymbolicName '" + name + "' is not a name: use letters, digits, '_', '-' and single dots, at"
                        + " most 200 characters, as com.acme.notes.");
    }

    @Test
    void refusesTheNameThatStandsForTheFramework() {
        invalid(
                GOOD.header("Bundle-SymbolicName", "system.bundle").bytes(),
                "Bundle-SymbolicName 'system.bundle' stands for the framework itself. Give the bundle another name.");
    }

    @Test
    void refusesALongSymbolicName() {
        assertThatThrownBy(() -> store(
                        GOOD.header("Bundle-SymbolicName", "a".repeat(201)).bytes()))
                .hasMessageContaining("at most 200 characters");
    }

    @Test
    void refusesControlCharactersInHeaders() {
        invalid(
                GOOD.header("Bundle-Name", "red\u001b[31m").bytes(),
                "The manifest header Bundle-Name has control characters. Let bnd write the manifest.");
    }

    @Test
    void refusesHeadersThatStandThereTwice() {
        invalid(
                GOOD.header("bundle-version", "2.0").bytes(),
                "The manifest header bundle-version stands there twice. Let bnd write the manifest.");
    }

    @Test
    void refusesLinesThatAreNoHeaders() {
        invalid(
                GOOD.header("Bad Name", "x").bytes(),
                "The manifest line 'Bad Name: x' is not a header. Let bnd write the manifest.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fragment-Host | system.bundle;extension:=framework",
                "Fragment-Host | org.apache.felix.framework",
                "Fragment-Host | com.acme.host;extension:=bootclasspath"
            })
    void refusesExtensionsOfTheFramework(String header, String value) {
        assertThatThrownBy(() -> store(GOOD.header(header, value).bytes()))
                .hasMessageContaining("would extend the framework itself")
                .hasMessageEndingWith("Make it a bundle of its own.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Import-Package     | com.acme;version=1.x  | Import-Package gives 'com.acme' the version '1.x', which is"
                        + " none. Write it as 1.4.0 or [1.4,2).",
                "Export-Package     | com.acme;version=1.x  | Export-Package gives 'com.acme' the version '1.x', which is"
                        + " none. Write it as 1.4.0.",
                "Export-Package     | java.util             | Export-Package names 'java.util', and java.* belongs to the"
                        + " Java runtime. Leave it out.",
                "Provide-Capability | osgi.ee;osgi.ee=x     | Provide-Capability names osgi.ee, which only the framework"
                        + " provides. Leave it out.",
                "Subrack-Update     | never                 | Subrack-Update is 'never'. Write side-by-side or exclusive,"
                        + " or leave it out.",
                "Import-Package     | a,a                   | The manifest cannot be understood: 'Duplicate import: a'."
                        + " Let bnd write it.",
            })
    void refusesHeadersThatCannotBeMeant(String header, String value, String sentence) {
        invalid(GOOD.header(header, value).bytes(), sentence);
    }

    @Test
    void refusesFiltersThatCannotBeParsed() {
        assertThatThrownBy(
                        () -> store(GOOD.requiring("com.acme;filter:=\"(x=\"").bytes()))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.ARTIFACT_INVALID));
    }

    @Test
    void refusesFiltersThatWouldExhaustTheStack() {
        invalid(
                GOOD.requiring("com.acme;filter:=\"" + "(!".repeat(100_000) + "(a=b)" + ")".repeat(100_000) + "\"")
                        .bytes(),
                "A filter in Require-Capability is nested more than 50 deep. Write a simpler one.");
    }

    private void invalid(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> store(bytes))
                .hasMessage(sentence)
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.ARTIFACT_INVALID));
    }

    private void tooLarge(byte[] bytes, ArtifactLimits limits, String sentence) {
        FileArtifacts artifacts = new FileArtifacts(root, limits);
        assertThatThrownBy(() -> artifacts.store(new ByteArrayInputStream(bytes)))
                .hasMessage(sentence)
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.ARTIFACT_TOO_LARGE));
    }

    private void store(byte[] bytes) {
        new FileArtifacts(root, ArtifactLimits.DEFAULTS).store(new ByteArrayInputStream(bytes));
    }

    private static byte[] replace(byte[] bytes, String from, String to) {
        byte[] changed = bytes.clone();
        for (int at = indexOf(changed, from, 0); at >= 0; at = indexOf(changed, from, at + 1)) {
            System.arraycopy(to.getBytes(StandardCharsets.UTF_8), 0, changed, at, to.length());
        }
        return changed;
    }

    private static int indexOf(byte[] bytes, String text, int from) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
    }

    private static void deleteAll(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

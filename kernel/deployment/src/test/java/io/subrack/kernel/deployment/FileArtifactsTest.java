/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

final class FileArtifactsTest {
    private static final BundleJar NOTES = bundle("com.acme.notes", "1.4.0").entry("a/B.txt", "text");

    @TempDir
    Path root;

    private FileArtifacts artifacts;

    @BeforeEach
    void open() {
        artifacts = new FileArtifacts(root, ArtifactLimits.DEFAULTS);
    }

    @Test
    void storesABundleUnderItsDigest() throws IOException {
        ArtifactInfo info = artifacts.store(NOTES.open());

        assertThat(info.symbolicName()).isEqualTo("com.acme.notes");
        assertThat(info.version()).isEqualTo(new Version("1.4.0"));
        assertThat(info.size()).isEqualTo(NOTES.bytes().length);
        assertThat(info.headers()).containsEntry("Bundle-SymbolicName", "com.acme.notes");
        String hex = info.digest().hex();
        assertThat(root.resolve("sha256").resolve(hex.substring(0, 2)).resolve(hex + ".jar"))
                .hasBinaryContent(NOTES.bytes());
        try (InputStream in = artifacts.open(info.digest())) {
            assertThat(in.readAllBytes()).isEqualTo(NOTES.bytes());
        }
        assertThat(filesIn("incoming")).isEmpty();
    }

    @Test
    void knowsItsArtifactsAfterARestart() {
        ArtifactInfo stored = artifacts.store(NOTES.open());

        FileArtifacts reopened = new FileArtifacts(root, ArtifactLimits.DEFAULTS);

        assertThat(reopened.info(stored.digest())).contains(stored);
    }

    @Test
    void storesTheSameBytesOnce() throws IOException {
        ArtifactInfo first = artifacts.store(NOTES.open());

        ArtifactInfo second = artifacts.store(NOTES.open());

        assertThat(second).isEqualTo(first);
        assertThat(filesIn("sha256")).hasSize(1);
    }

    @Test
    void opensAnArtifactForReading() {
        ArtifactInfo info = artifacts.store(NOTES.open());

        String text = artifacts.read(info.digest(), content -> {
            assertThat(content.info()).isEqualTo(info);
            assertThat(content.names()).containsExactly("META-INF/MANIFEST.MF", "a/B.txt");
            assertThat(content.read("nothing")).isEmpty();
            return new String(content.read("a/B.txt").orElseThrow(), StandardCharsets.UTF_8);
        });

        assertThat(text).isEqualTo("text");
    }

    @Test
    void saysThatAnArtifactIsUnknown() {
        Sha256 unknown = new Sha256("ab".repeat(32));

        assertThat(artifacts.info(unknown)).isEmpty();
        assertThatThrownBy(() -> artifacts.open(unknown))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.ARTIFACT_UNKNOWN))
                .hasMessage("Artifact abababababab is not stored here. Upload it first.");
    }

    @Test
    void leavesNothingBehindWhenAnUploadBreaksOff() throws IOException {
        InputStream breaking = new SequenceInputStream(new ByteArrayInputStream(new byte[100]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertThatThrownBy(() -> artifacts.store(breaking))
                .hasMessage("The artifact broke off while it came in. Send it again.");

        assertThat(filesIn("")).isEmpty();
    }

    @Test
    void stopsReadingAtTheLimit() throws IOException {
        FileArtifacts small = new FileArtifacts(root, new ArtifactLimits(1_000, 10, 1_000, 200, 1_000));
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> small.store(endless))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.ARTIFACT_TOO_LARGE))
                .hasMessage("The artifact is longer than 1000 bytes. Leave out what the bundle does not need.");

        assertThat(filesIn("")).isEmpty();
    }

    @Test
    void removesWhatACrashLeftHalfReceived() throws IOException {
        Files.writeString(root.resolve("incoming/1.tmp"), "half");

        new FileArtifacts(root, ArtifactLimits.DEFAULTS);

        assertThat(filesIn("")).isEmpty();
    }

    @Test
    void givesNoNameToWhatWasNotForced() throws IOException {
        var files = new CountingFiles();
        FileArtifacts counted = new FileArtifacts(root, ArtifactLimits.DEFAULTS, files);

        counted.store(NOTES.open());

        assertThat(files.operations())
                .containsExactly("forceNames sha256", "force 1.tmp", "move", "forceNames " + firstTwoDigits());
    }

    @Test
    void removesWhatNobodyRefersToAnyMore() throws IOException {
        Sha256 kept = artifacts.store(NOTES.open()).digest();
        Sha256 old = artifacts.store(bundle("com.acme.old", "1.0.0").open()).digest();
        Sha256 young = artifacts.store(bundle("com.acme.young", "1.0.0").open()).digest();
        age(kept);
        age(old);

        int removed = artifacts.collectGarbage(Set.of(kept));

        assertThat(removed).isEqualTo(1);
        assertThat(artifacts.info(kept)).isPresent();
        assertThat(artifacts.info(young)).isPresent();
        assertThat(artifacts.info(old)).isEmpty();
    }

    @Test
    void keepsAnOldArtifactThatWasJustSentAgain() throws IOException {
        Sha256 digest = artifacts.store(NOTES.open()).digest();
        age(digest);

        artifacts.store(NOTES.open());

        assertThat(artifacts.collectGarbage(Set.of())).isZero();
    }

    @Test
    void keepsAnOldArtifactThatIsSentAgainWhileItIsBeingRemoved() throws IOException {
        Sha256 digest = artifacts.store(NOTES.open()).digest();
        age(digest);
        Set<Sha256> sendingMeanwhile = new AbstractSet<>() {
            @Override
            public boolean contains(Object asked) {
                artifacts.store(NOTES.open());
                return false;
            }

            @Override
            public Iterator<Sha256> iterator() {
                return Collections.emptyIterator();
            }

            @Override
            public int size() {
                return 0;
            }
        };

        int removed = artifacts.collectGarbage(sendingMeanwhile);

        assertThat(removed).isZero();
        assertThat(artifacts.open(digest)).hasBinaryContent(NOTES.bytes());
    }

    @Test
    void storesAnArtifactAnewWhoseFileSomebodyDeleted() throws IOException {
        Sha256 digest = artifacts.store(NOTES.open()).digest();
        Files.delete(filesIn("sha256").get(0));

        artifacts.store(NOTES.open());

        assertThat(artifacts.open(digest)).hasBinaryContent(NOTES.bytes());
    }

    @Test
    void keepsWhatTheDeployFolderStandsFor() throws IOException {
        var record = new FolderRecord(root.resolve("deploy-folder.json"), new DiskFiles());
        var store = new FileDeploymentStore(root.resolve("deployments"));
        var files = new EngineFiles(
                artifacts,
                store,
                new ResolvingPlanner(artifacts, store, Clock.systemUTC()),
                1,
                root.resolve("deploy-folder.json"));
        Sha256 recorded = artifacts.store(NOTES.open()).digest();
        Sha256 old = artifacts.store(bundle("com.acme.old", "1.0.0").open()).digest();
        record.put("notes.jar", new FolderRecord.Owned(recorded, "com.acme.notes"));
        age(recorded);
        age(old);

        files.tidy(Set.of());

        assertThat(artifacts.info(recorded)).isPresent();
        assertThat(artifacts.info(old)).isEmpty();
    }

    @Test
    void readsTheHeadersThatAMultiReleaseJarHasForThisJava() {
        ArtifactInfo info = artifacts.store(NOTES.header("Multi-Release", "true")
                .importing("com.acme.old", "1.0")
                .entry(
                        "META-INF/versions/11/OSGI-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\nImport-Package: com.acme.modern\nBundle-Version: 9\n\n")
                .entry("META-INF/versions/99/OSGI-INF/MANIFEST.MF", "Import-Package: com.acme.future\n\n")
                .open());

        assertThat(info.headers()).containsEntry("Import-Package", "com.acme.modern");
        assertThat(info.version()).isEqualTo(new Version("1.4.0"));
    }

    @Test
    void refusesAManifestForAVersionOfJavaThatIsTooLong() {
        var jar = NOTES.header("Multi-Release", "true")
                .entry("META-INF/versions/11/OSGI-INF/MANIFEST.MF", noise((1 << 20) + 1));

        assertThatThrownBy(() -> artifacts.store(jar.open()))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.ARTIFACT_TOO_LARGE))
                .hasMessage("The manifest META-INF/versions/11/OSGI-INF/MANIFEST.MF is longer than 1048576 bytes."
                        + " Shorten it.");
    }

    @Test
    void readsNoEntryIntoMemoryThatIsTooLong() {
        ArtifactInfo info = artifacts.store(NOTES.entry("fits", noise(JarContent.MAX_BYTES))
                .entry("huge", noise(JarContent.MAX_BYTES + 1))
                .open());

        artifacts.read(info.digest(), content -> {
            assertThat(content.read("fits"))
                    .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(JarContent.MAX_BYTES));
            assertThat(content.read("huge")).isEmpty();
            return "";
        });
    }

    /** Does not pack well. */
    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private String firstTwoDigits() throws IOException {
        return filesIn("sha256").get(0).getParent().getFileName().toString();
    }

    private void age(Sha256 digest) throws IOException {
        Path file = root.resolve("sha256").resolve(digest.hex().substring(0, 2)).resolve(digest.hex() + ".jar");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }

    private java.util.List<Path> filesIn(String directory) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve(directory))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}

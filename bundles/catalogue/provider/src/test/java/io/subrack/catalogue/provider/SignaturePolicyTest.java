/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactPolicy.Verdict;
import io.subrack.kernel.testing.TestBundles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** What the policy says of signed, unsigned and changed jars. */
class SignaturePolicyTest {
    @TempDir
    static Path directory;

    private static TestKeys acme;
    private static Path unsigned;
    private static Path signed;
    private static Path changed;

    @BeforeAll
    static void makeJars() throws Exception {
        acme = TestKeys.make(directory, "acme");
        unsigned = directory.resolve("unsigned.jar");
        Files.write(
                unsigned,
                TestBundles.bundle("com.acme.text", "1.0.0")
                        .resource("a.txt", "a")
                        .bytes());
        signed = directory.resolve("signed.jar");
        try (var in = new ZipFile(unsigned.toFile());
                var out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(acme.entry()).build().sign(in, out);
        }
        changed = Files.copy(signed, directory.resolve("changed.jar"));
        try (var zip = java.nio.file.FileSystems.newFileSystem(changed)) {
            Files.writeString(zip.getPath("a.txt"), "b");
        }
    }

    private Verdict judge(String mode, Path trusted, Path jar) throws IOException {
        return new SignaturePolicy(new OneArtifact(jar), Files.createTempDirectory(directory, "tmp"), trusted, mode)
                .judge(OneArtifact.INFO);
    }

    @Test
    void letsInWhatSomebodyTrustedHasSigned() throws Exception {
        Path trusted = TestKeys.pem(directory.resolve("trusted.pem"), acme);

        Verdict verdict = judge("require", trusted, signed);

        assertThat(verdict)
                .isEqualTo(new Verdict("signed", Optional.of("CN=acme"), Optional.empty(), Optional.empty()));
    }

    @Test
    void refusesOrWarnsOfStrangersAndUnsignedJarsAsConfigured() throws Exception {
        Path nobody = directory.resolve("nobody.pem");

        assertThat(judge("off", nobody, unsigned))
                .isEqualTo(new Verdict("unsigned", Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(judge("warn", nobody, unsigned).warning()).contains("com.acme.text 1.0.0 is not signed.");
        assertThat(judge("warn", nobody, signed).warning())
                .contains("com.acme.text 1.0.0 is signed by CN=acme, who is not trusted here.");
        assertThat(judge("require", nobody, signed).refusal().orElseThrow())
                .startsWith("com.acme.text 1.0.0 is signed by CN=acme, who is not trusted here. Have it signed by");
        assertThat(judge("require", nobody, unsigned).refusal()).isPresent();
        assertThat(judge("requires", nobody, unsigned).refusal())
                .as("a slip of the pen")
                .isPresent();
    }

    @Test
    void refusesWhatWasChangedAfterItWasSignedWhateverIsConfigured() throws Exception {
        Path trusted = TestKeys.pem(directory.resolve("again.pem"), acme);

        Verdict verdict = judge("off", trusted, changed);

        assertThat(verdict.signature()).isEqualTo("invalid");
        assertThat(verdict.refusal().orElseThrow()).startsWith("com.acme.text 1.0.0 was changed after it was signed");
    }

    @Test
    void judgesAnewWhenOthersAreTrusted() throws Exception {
        Path file = directory.resolve("later.pem");
        SignaturePolicy policy = new SignaturePolicy(new OneArtifact(signed), directory, file, "require");
        assertThat(policy.judge(OneArtifact.INFO).signature()).isEqualTo("stranger");

        TestKeys.pem(file, acme);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(policy.judge(OneArtifact.INFO).signature()).isEqualTo("signed");
    }

    @Test
    void trustsNobodyWhileTheFileCannotBeRead() throws Exception {
        Path file = TestKeys.pem(directory.resolve("broken-later.pem"), acme);
        SignaturePolicy policy = new SignaturePolicy(new OneArtifact(signed), directory, file, "require");
        assertThat(policy.judge(OneArtifact.INFO).signature()).isEqualTo("signed");

        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nno\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(policy.judge(OneArtifact.INFO).signature()).isEqualTo("stranger");
        assertThat(policy.judge(OneArtifact.INFO).signature()).isEqualTo("stranger");

        TestKeys.pem(file, acme);
        assertThat(policy.judge(OneArtifact.INFO).signature()).isEqualTo("signed");
    }

    @Test
    void forgetsWhatWasFoundWhileTrustChanged() throws Exception {
        Path file = TestKeys.pem(directory.resolve("changing.pem"), acme);
        AtomicReference<SignaturePolicy> policy = new AtomicReference<>();
        AtomicBoolean changed = new AtomicBoolean();
        policy.set(new SignaturePolicy(
                new OneArtifact(signed, () -> {
                    if (changed.compareAndSet(false, true)) {
                        Files.delete(file);
                        assertThat(policy.get().judge(OneArtifact.INFO).signature())
                                .isEqualTo("stranger");
                    }
                }),
                directory,
                file,
                "require"));
        policy.get().judge(OneArtifact.INFO);

        assertThat(policy.get().judge(OneArtifact.INFO).signature()).isEqualTo("stranger");
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A store that has one jar. */
    private record OneArtifact(Path jar, Work whileRead) implements Artifacts {
        OneArtifact(Path jar) {
            this(jar, () -> {});
        }

        static final ArtifactInfo INFO = new ArtifactInfo(
                new Sha256("ab".repeat(32)), "com.acme.text", Version.parseVersion("1.0.0"), 1, Map.of());

        @Override
        public ArtifactInfo store(InputStream content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ArtifactInfo> info(Sha256 digest) {
            return Optional.of(INFO);
        }

        @Override
        public InputStream open(Sha256 digest) {
            try {
                whileRead.run();
                return Files.newInputStream(jar);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

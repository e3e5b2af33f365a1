/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges artifacts by their signatures. A signed jar whose content was changed is refused whatever is configured. */
@Component(
        service = {ArtifactPolicy.class, SignaturePolicy.class},
        configurationPid = CatalogueConfiguration.PID)
public final class SignaturePolicy implements ArtifactPolicy {
    static final String TRUSTED_FILE = "trusted-signers.pem";

    private static final Logger log = LoggerFactory.getLogger(SignaturePolicy.class);
    private static final int KEPT = 5_000;

    private final Artifacts artifacts;
    private final Path temporary;
    private final Path trustedFile;
    private final Mode mode;
    private final Map<Sha256, Judged> judged = new LinkedHashMap<>(16, 0.75f, true); // guarded by itself
    private volatile Trusted trusted = new Trusted(List.of(), FileTime.fromMillis(-1), true);

    @Activate
    public SignaturePolicy(
            BundleContext context, @Reference Artifacts artifacts, CatalogueConfiguration configuration) {
        this(
                artifacts,
                path(context, PlatformProperties.DATA).resolve(RepositoryCatalogue.DIRECTORY),
                path(context, PlatformProperties.CONFIG).resolve(TRUSTED_FILE),
                configuration.signature_policy());
    }

    /** The tests' door. */
    SignaturePolicy(Artifacts artifacts, Path temporary, Path trustedFile, String mode) {
        this.artifacts = artifacts;
        this.temporary = temporary;
        this.trustedFile = trustedFile;
        this.mode = mode(mode);
    }

    private enum Mode {
        OFF,
        WARN,
        REQUIRE
    }

    /** What is trusted, and of when that is. */
    private record Trusted(List<X509Certificate> certificates, FileTime modified, boolean readable) {}

    /** What was found by whom was trusted then; it counts as long as they are. */
    private record Judged(Trusted by, Signatures.Found found) {}

    static Path path(BundleContext context, String property) {
        return Path.of(Objects.requireNonNull(context.getProperty(property), property + " is not set"));
    }

    /** A slip of the pen must not open the door: then signatures are required. */
    private static Mode mode(String text) {
        try {
            return Mode.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            log.error(
                    "{}: signature.policy must be off, warn or require, not {}; until then signatures are required",
                    CatalogueConfiguration.PID,
                    text);
            return Mode.REQUIRE;
        }
    }

    @Override
    public Verdict judge(ArtifactInfo artifact) {
        Signatures.Found found = found(artifact);
        String who = artifact.symbolicName() + " " + artifact.version();
        Optional<String> refusal = Optional.empty();
        Optional<String> warning = Optional.empty();
        if (found.state() == Signatures.State.INVALID) {
            refusal = Optional.of(who + " was changed after it was signed: " + found.problem()
                    + ". Get it anew from where it comes from.");
        } else if (mode != Mode.OFF && found.state() != Signatures.State.SIGNED) {
            String sentence = who
                    + (found.state() == Signatures.State.UNSIGNED
                            ? " is not signed."
                            : " is signed by " + found.signer().orElse("somebody") + ", who is not trusted here.");
            String advice = " Have it signed by somebody whose certificate stands in " + TRUSTED_FILE
                    + " of the configuration directory, or add the signer's.";
            refusal = mode == Mode.REQUIRE ? Optional.of(sentence + advice) : refusal;
            warning = mode == Mode.WARN ? Optional.of(sentence) : warning;
        }
        return new Verdict(found.state().name().toLowerCase(Locale.ROOT), found.signer(), refusal, warning);
    }

    private Signatures.Found found(ArtifactInfo artifact) {
        Trusted by = trusted();
        synchronized (judged) {
            Judged known = judged.get(artifact.digest());
            if (known != null && known.by().equals(by)) {
                return known.found();
            }
        }
        Path file = Temporary.file(temporary);
        try (InputStream content = artifacts.open(artifact.digest())) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            Signatures.Found found = Signatures.of(file, by.certificates());
            synchronized (judged) {
                judged.put(artifact.digest(), new Judged(by, found));
                if (judged.size() > KEPT) {
                    judged.remove(judged.keySet().iterator().next());
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Temporary.delete(file);
        }
    }

    /** Returns who is trusted; reads the file anew when it has changed, and judges anew then. */
    private Trusted trusted() {
        Trusted now = trusted;
        try {
            FileTime modified =
                    Files.exists(trustedFile) ? Files.getLastModifiedTime(trustedFile) : FileTime.fromMillis(0);
            if (!modified.equals(now.modified())) {
                now = new Trusted(
                        Files.exists(trustedFile)
                                ? Authorities.certificates(Files.readAllBytes(trustedFile))
                                : List.of(),
                        modified,
                        true);
                trusted = now;
            }
        } catch (IOException | CertificateException e) {
            if (now.readable()) {
                log.error("{} cannot be read; nobody is trusted until it can", trustedFile, e);
            }
            now = new Trusted(List.of(), FileTime.fromMillis(-1), false);
            trusted = now;
        }
        return now;
    }
}

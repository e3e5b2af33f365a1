/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Version;

/** A store whose "jars" are texts: {@code com.acme.greeter 1.0.0}. */
final class FakeArtifacts implements Artifacts {
    static final int MOST = 10_000;

    final Map<Sha256, ArtifactInfo> stored = new ConcurrentHashMap<>();

    @Override
    public ArtifactInfo store(InputStream content) {
        try {
            byte[] bytes = content.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new DeploymentException(
                        DeploymentProblem.ARTIFACT_TOO_LARGE, "the upload has more than " + MOST + " bytes");
            }
            var words = new String(bytes, StandardCharsets.UTF_8).split(" ");
            if (words.length != 2) {
                throw new DeploymentException(
                        DeploymentProblem.ARTIFACT_INVALID, "the upload is not a jar; build it with bnd");
            }
            var info = new ArtifactInfo(
                    digest(bytes), words[0], Version.parseVersion(words[1]), bytes.length, Map.of("Bundle-Name", "x"));
            stored.put(info.digest(), info);
            return info;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<ArtifactInfo> info(Sha256 digest) {
        return Optional.ofNullable(stored.get(digest));
    }

    @Override
    public InputStream open(Sha256 digest) {
        throw new UnsupportedOperationException();
    }

    private static Sha256 digest(byte[] bytes) {
        try {
            return new Sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

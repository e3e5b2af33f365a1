/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.Issuer;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.api.PlatformProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The configured URL; without one, where the front door listens, which is known once somebody can ask. */
@Component(service = {Issuer.class, PlatformIssuer.class})
public final class PlatformIssuer implements Issuer {
    private final Path localFile;
    private final Instant started;
    private volatile @Nullable URI url;
    private volatile @Nullable URI local;

    @Activate
    public PlatformIssuer(BundleContext context, @Reference TokenSettings settings) {
        this(
                settings.externalUrl().orElse(null),
                Path.of(context.getProperty(PlatformProperties.DATA), "run", "http.url"),
                Instant.parse(context.getProperty(PlatformProperties.STARTED)));
    }

    /** @param started what is older than this was written by a process that is gone */
    PlatformIssuer(@Nullable URI external, Path localFile, Instant started) {
        this.url = external;
        this.localFile = localFile;
        // Some file systems keep whole seconds.
        this.started = started.minusSeconds(1);
    }

    /** @throws StoreUnavailableException if no URL is configured and the front door does not listen yet */
    @Override
    public URI url() {
        URI known = url;
        if (known == null) {
            known = local();
            url = known;
        }
        return known;
    }

    /**
     * Returns where to call the platform from this machine: without TLS, whose certificate is hardly one for an address,
     * if the front door speaks plain HTTP.
     *
     * @throws StoreUnavailableException if the front door does not listen yet
     */
    URI inside() {
        URI known = local();
        return "http".equals(known.getScheme()) ? known : url();
    }

    private URI local() {
        URI known = local;
        if (known == null) {
            known = read();
            local = known;
        }
        return known;
    }

    private URI read() {
        try {
            if (Files.getLastModifiedTime(localFile).toInstant().isBefore(started)) {
                throw notYet(new IllegalStateException(localFile + " is of a process that is gone"));
            }
            return URI.create(Files.readString(localFile).strip());
        } catch (IOException e) {
            throw notYet(e);
        }
    }

    /** Whoever asks this early comes back. */
    private static StoreUnavailableException notYet(Exception cause) {
        return new StoreUnavailableException(
                "The platform's own URL is not known before the front door listens. Set external.url in config/"
                        + TokenSettings.PID + ".properties, or try again.",
                cause);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.net.URI;
import org.osgi.annotation.versioning.ProviderType;

/** Where this platform is to be found from outside (RFC 8414, {@code issuer}). Never taken from a request. */
@ProviderType
public interface Issuer {
    /** Returns the configured external URL, without a slash at its end; else the front door's own. */
    URI url();

    /** Returns the URL of a path on this platform. */
    default String url(String path) {
        return url() + path;
    }

    /** Says whether browsers reach the platform by TLS. */
    default boolean secure() {
        return "https".equals(url().getScheme());
    }
}

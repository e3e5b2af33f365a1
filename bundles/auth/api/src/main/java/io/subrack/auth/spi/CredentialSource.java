/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import io.subrack.auth.api.Caller;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows the callers behind one kind of opaque credential. An OSGi service that the guard asks for each request: answers
 * from memory.
 */
@ConsumerType
public interface CredentialSource {
    /** Returns how these credentials begin: {@code srk_} for API tokens, {@code srs_} for browser sessions. */
    String prefix();

    /** Returns who shows this credential, or empty if it is unknown, expired or revoked. */
    Optional<Caller> resolve(String credential);
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Encrypts what the database must not show: private keys, TOTP secrets. The key is a 0600 file of the data directory.
 * Thread-safe.
 */
@ProviderType
public interface SecretBox {
    /**
     * Encrypts and authenticates.
     *
     * @param context what it is for; must be the same when it is opened
     */
    String seal(byte[] plain, String context);

    /** @throws IllegalArgumentException if it was sealed with another key or for another context, or was changed */
    byte[] open(String sealed, String context);
}

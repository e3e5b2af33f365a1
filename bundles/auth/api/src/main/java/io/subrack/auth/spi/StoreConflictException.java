/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

/** What is to be stored is there already, or was changed by somebody else meanwhile. Nothing was changed. */
public final class StoreConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a sentence that says what is taken, or what changed */
    public StoreConflictException(String message) {
        super(message);
    }
}

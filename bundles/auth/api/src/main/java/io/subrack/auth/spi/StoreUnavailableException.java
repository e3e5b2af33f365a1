/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

/** The store cannot be reached or written right now. Nothing was changed; the answer is a 503 with {@code Retry-After}. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

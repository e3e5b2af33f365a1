/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

/** What a token was to be given for was revoked while it was made: the answer is the one to a grant that has ended. */
public final class RevokedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RevokedMeanwhileException(String message) {
        super(message);
    }
}

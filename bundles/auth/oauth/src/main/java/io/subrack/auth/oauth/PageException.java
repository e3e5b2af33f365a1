/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

/** A fault that is told to the person at the browser, because nobody is known whom a redirect could be trusted with. */
final class PageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param message a sentence for people */
    PageException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static PageException badRequest(String message) {
        return new PageException(400, message);
    }

    int status() {
        return status;
    }
}

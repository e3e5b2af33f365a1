/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import org.jspecify.annotations.Nullable;

/** A request ends with a page that says why it cannot be done, and what to do. */
final class PageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final @Nullable String back;

    private PageFailure(int status, String reason, @Nullable String back) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
        this.back = back;
    }

    /** @param reason the part behind {@code error.} of the names of the texts that tell it */
    static PageFailure of(int status, String reason) {
        return new PageFailure(status, reason, null);
    }

    /** @param path where a link leads */
    static PageFailure of(int status, String reason, String path) {
        return new PageFailure(status, reason, path);
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    @Nullable
    String back() {
        return back;
    }
}

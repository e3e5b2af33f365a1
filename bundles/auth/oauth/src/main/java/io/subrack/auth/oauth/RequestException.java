/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.oauth.AuthorizationRequest.Target;

/** A fault of an authorization request that its client is told of. */
final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Target target;
    private final String code;

    /** @param description a sentence for developers: printable ASCII without quotes and backslashes */
    RequestException(Target target, String code, String description) {
        super(description, null, false, false);
        this.target = target;
        this.code = code;
    }

    Target target() {
        return target;
    }

    String code() {
        return code;
    }
}

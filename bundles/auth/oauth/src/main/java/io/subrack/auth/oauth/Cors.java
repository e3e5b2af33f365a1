/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.ClientStore;

/** Lets scripts of registered browser applications call (Fetch standard, section 3.2). Cookies never count here. */
final class Cors {
    private static final String MAX_AGE_SECONDS = "600";
    private static final int MAX_ORIGIN_CHARS = 256;

    private final ClientStore clients;

    Cors(ClientStore clients) {
        this.clients = clients;
    }

    static boolean isPreflight(Call call) {
        return call.method().equals("OPTIONS");
    }

    /** Says whether a request comes from a script that may read the answer. */
    boolean isAllowed(Call call) {
        String origin = call.header("origin");
        return origin != null
                && call.headers("origin").size() == 1
                && origin.length() <= MAX_ORIGIN_CHARS
                && !origin.equals("null")
                && clients.originAllowed(origin);
    }

    /** Adds what a browser needs to let its script read an answer. */
    static Reply readable(Reply reply, Call call, boolean allowed) {
        Reply varying = reply.with("Vary", "Origin");
        String origin = call.header("origin");
        return allowed && origin != null
                ? varying.with("Access-Control-Allow-Origin", origin)
                        .with("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After")
                : varying;
    }

    /** Answers the question that a browser asks before a request. */
    static Reply preflight(Call call, boolean allowed, String methods) {
        Reply reply = readable(Reply.empty(204), call, allowed);
        return allowed
                ? reply.with("Access-Control-Allow-Methods", methods)
                        .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                        .with("Access-Control-Max-Age", MAX_AGE_SECONDS)
                : reply;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Turns what Jetty has against a request, in catchwords or not at all, into sentences. */
final class JettyReasons {
    private static final String UNREADABLE =
            "The request line or a header cannot be read; in a path, each '%' needs two hexadecimal digits after it, and"
                    + " no %00";

    private static final Map<String, String> SENTENCES = Map.of(
            "Authority!=Host", "The Host header names another host than the address of the request: send the same.",
            "No Host", "The request has no Host header: send one.",
            "Duplicate Host Header", "The request has more than one Host header: send one.",
            "Bad HostPort", "The Host header does not name a host: send a name, with a port if need be.",
            "Line Folding not supported", "A header goes on in a second line: send it in one.",
            "Multiple Content-Lengths", "The request has more than one Content-Length: send one.",
            "Transfer-Encoding and Content-Length",
                    "The request has both Transfer-Encoding and Content-Length: send one of them.",
            "Bad Transfer-Encoding, chunked not last",
                    "Transfer-Encoding does not end with chunked: send chunked alone.");

    private JettyReasons() {}

    /** @param reason what Jetty says, if it says more than the status */
    static @Nullable String sentence(int status, @Nullable String reason) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 ->
                reason == null ? UNREADABLE + "." : SENTENCES.getOrDefault(reason, UNREADABLE + " (" + reason + ").");
            case HttpStatus.URI_TOO_LONG_414 ->
                "The address is longer than this server takes: send what is long in the body.";
            case HttpStatus.EXPECTATION_FAILED_417 -> "Nothing but 100-continue can be expected here.";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "The headers are longer than this server takes: send fewer or shorter ones.";
            default -> reason;
        };
    }
}

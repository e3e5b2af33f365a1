/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One answer, as it came over the wire.
 *
 * @param status the HTTP status
 * @param headers by lower-case name; of several with one name the last
 * @param body the body with its transfer coding undone; empty if it was not read
 */
@SuppressWarnings("ArrayRecordComponent") // thousands a second; never compared
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Says whether the server will close the connection after this answer, and said so. */
    public boolean announcesClose() {
        return "close".equalsIgnoreCase(headers.get("connection"));
    }

    /** Returns the beginning of the answer, for messages. */
    public String excerpt() {
        String text = text();
        return status + " " + (text.length() > 300 ? text.substring(0, 300) + "…" : text);
    }
}

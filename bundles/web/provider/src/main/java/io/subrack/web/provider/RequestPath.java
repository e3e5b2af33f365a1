/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.api.WebProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the path of a request, and refuses one that two readers could understand differently. */
final class RequestPath {
    private RequestPath() {}

    /**
     * Decodes a raw path.
     *
     * @return the decoded path; the same object if nothing was encoded
     * @throws Refused if the path is ambiguous or malformed
     */
    static String decode(String raw) throws Refused {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            throw new Refused(WebProblem.BAD_REQUEST, "A path starts with '/'.");
        }
        boolean encoded = false;
        int segment = 1;
        int length = raw.length();
        for (int i = 1; i < length; i++) {
            char c = raw.charAt(i);
            if (c == '/') {
                checkSegment(raw, segment, i);
                segment = i + 1;
            } else if (c == '%') {
                encoded = true;
                checkEncoded(raw, i);
            } else {
                checkPlain(c);
            }
        }
        if (segment < length) {
            checkSegment(raw, segment, length);
        }
        return encoded ? decodePercent(raw) : raw;
    }

    private static void checkSegment(String raw, int start, int end) throws Refused {
        int length = end - start;
        if (length == 0) {
            throw new Refused(WebProblem.AMBIGUOUS_PATH, "The path has an empty segment ('//'): leave one '/' out.");
        }
        if (raw.charAt(start) == '.' && (length == 1 || (length == 2 && raw.charAt(start + 1) == '.'))) {
            throw new Refused(
                    WebProblem.AMBIGUOUS_PATH, "The path has a dot segment: send the path that it leads to instead.");
        }
    }

    private static void checkPlain(char c) throws Refused {
        switch (c) {
            case ';' ->
                throw new Refused(
                        WebProblem.AMBIGUOUS_PATH, "The path has a parameter (';'): send it as a query parameter.");
            case '\\' -> throw new Refused(WebProblem.AMBIGUOUS_PATH, "The path has a backslash: use '/'.");
            case '"', '<', '>', '^', '`', '{', '|', '}', '#' ->
                throw new Refused(WebProblem.BAD_REQUEST, "The path has a character that must be percent-encoded.");
            default -> {
                if (c <= ' ' || c >= 0x7f) {
                    throw new Refused(WebProblem.BAD_REQUEST, "The path has a character that must be percent-encoded.");
                }
            }
        }
    }

    private static void checkEncoded(String raw, int percent) throws Refused {
        int value = hexByte(raw, percent);
        if (value < 0) {
            throw new Refused(WebProblem.BAD_REQUEST, "The path has a '%' without two hexadecimal digits after it.");
        }
        if (value == '/' || value == '\\' || value == '.') {
            throw new Refused(
                    WebProblem.AMBIGUOUS_PATH,
                    "The path has an encoded '/', '\\' or '.': none of them may be encoded.");
        }
        if (value < ' ' || value == 0x7f) {
            throw new Refused(WebProblem.AMBIGUOUS_PATH, "The path has an encoded control character.");
        }
    }

    private static int hexByte(String raw, int percent) {
        if (percent + 2 >= raw.length()) {
            return -1;
        }
        int high = hexDigit(raw.charAt(percent + 1));
        int low = hexDigit(raw.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    // Character.digit would also take the digits of other scripts.
    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static String decodePercent(String raw) throws Refused {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.put((byte) hexByte(raw, i));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new Refused(WebProblem.BAD_REQUEST, "The path's percent-encoded bytes are not UTF-8.");
        }
    }

    /** Refuses a query with a broken percent-encoding, which each handler would treat in its own way. */
    static void checkQuery(String query) throws Refused {
        for (int i = query.indexOf('%'); i >= 0; i = query.indexOf('%', i + 1)) {
            if (hexByte(query, i) < 0) {
                throw new Refused(
                        WebProblem.BAD_REQUEST, "The query has a '%' without two hexadecimal digits after it.");
            }
        }
    }

    /** Why a request is not routed at all. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final WebProblem problem;
        private final String detail;

        Refused(WebProblem problem, String detail) {
            super(detail, null, false, false);
            this.problem = problem;
            this.detail = detail;
        }

        WebProblem problem() {
            return problem;
        }

        String detail() {
            return detail;
        }
    }
}

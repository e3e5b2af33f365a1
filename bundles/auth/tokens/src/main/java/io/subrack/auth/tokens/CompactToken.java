/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;

/**
 * A compact JWS (RFC 7515, section 7.1) taken apart without mercy: what can be written in two ways is accepted in one.
 * Nothing of it may be believed before the signature was checked.
 */
final class CompactToken {
    /** Longer ones are not looked at. */
    static final int MAX_CHARS = 8192;

    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String text;
    private final String algorithm;
    private final String type;
    private final String kid;
    private final byte[] payload;
    private final byte[] signature;

    private CompactToken(String text, JsonNode header, byte[] payload, byte[] signature) throws Malformed {
        this.text = text;
        this.algorithm = text(header, "alg");
        this.type = text(header, "typ");
        this.kid = text(header, "kid");
        this.payload = payload;
        this.signature = signature;
    }

    /** @throws Malformed if it is not exactly what this platform would have written */
    static CompactToken parse(String text) throws Malformed {
        if (text.length() > MAX_CHARS) {
            throw new Malformed("longer than " + MAX_CHARS + " characters");
        }
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            throw new Malformed("not three parts");
        }
        JsonNode header = object(bytes(text.substring(0, first)));
        Set<String> members = new TreeSet<>();
        header.fieldNames().forEachRemaining(members::add);
        if (!members.equals(HEADER)) {
            // This is where crit, zip, jku, jwk, x5u and their like end.
            throw new Malformed("header members other than alg, kid and typ");
        }
        return new CompactToken(
                text, header, bytes(text.substring(first + 1, second)), bytes(text.substring(second + 1)));
    }

    String text() {
        return text;
    }

    String algorithm() {
        return algorithm;
    }

    String type() {
        return type;
    }

    String kid() {
        return kid;
    }

    /** Returns the payload; believe it only after the signature was checked. */
    JsonNode payload() throws Malformed {
        return object(payload);
    }

    /** Says whether the signature is of the form that ES256 has, with neither number zero (CVE-2022-21449). */
    boolean plausibleEs256() {
        return signature.length == 64 && !zero(0) && !zero(32);
    }

    private boolean zero(int from) {
        int all = 0;
        for (int index = from; index < from + 32; index++) {
            all |= signature[index];
        }
        return all == 0;
    }

    /** Decodes one part; the same bytes written otherwise, as with padding or spare bits, are refused. */
    private static byte[] bytes(String part) throws Malformed {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (bytes.length > 0
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new Malformed("not base64url");
        }
        throw new Malformed("not base64url as it is written");
    }

    private static JsonNode object(byte[] utf8) throws Malformed {
        try {
            JsonNode node = JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
            if (node.isObject()) {
                return node;
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new Malformed("not JSON, or a member twice");
        }
        throw new Malformed("not a JSON object");
    }

    private static String text(JsonNode object, String member) throws Malformed {
        String text = object.path(member).textValue();
        if (text == null) {
            throw new Malformed(member + " is not a text");
        }
        return text;
    }

    /** A token that is not of the one form. Carries no stack: such tokens cost an attacker nothing. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason, null, false, false);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/** Reads the JSON object of a request, and refuses what nobody would read of it. */
public final class JsonBody {
    private static final int MAX_DEPTH = 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /**
     * Reads an object.
     *
     * @param most how many bytes it may have
     * @param known the members that it may have
     * @throws ProblemException 413 if it is longer; 400 if it is no JSON object, or has something twice or another member
     */
    public static JsonNode read(InputStream content, int most, String... known) throws IOException {
        byte[] bytes = content.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new ProblemException(
                    WebProblem.CONTENT_TOO_LARGE, "a JSON body may have at most " + most + " bytes here");
        }
        try {
            return object(MAPPER.readTree(bytes), "the body", known);
        } catch (JsonProcessingException e) {
            // The parser's own words could hold a piece of what was sent, which may be a secret.
            throw Query.bad("the body is not JSON" + place(e) + ", or has a member twice");
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    /**
     * Returns a part of a body that must be an object.
     *
     * @param where what it is called, as {@code each request}
     * @throws ProblemException 400 if it is none, or has another member
     */
    public static JsonNode object(JsonNode node, String where, String... known) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        if (!node.isObject() || !Set.of(known).containsAll(names)) {
            throw Query.bad(where + " must be a JSON object with these members: " + String.join(", ", known));
        }
        return node;
    }
}

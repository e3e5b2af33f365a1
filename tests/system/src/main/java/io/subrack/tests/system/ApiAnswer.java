/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;

/**
 * An answer of the platform.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param text the body
 */
public record ApiAnswer(int status, HttpHeaders headers, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the body as JSON. */
    public JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + this, e);
        }
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
        return status + " " + (text.length() > 2000 ? text.substring(0, 2000) + "…" : text);
    }
}

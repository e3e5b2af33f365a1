/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** The query parameters of a request. One that nobody reads is refused: a slip of the pen must not show everything. */
final class Query {
    private static final int MAX_CHARS = 1_000;

    private final MultivaluedMap<String, String> given;

    Query(UriInfo uri, String... known) {
        given = uri.getQueryParameters();
        Set<String> names = Set.of(known);
        given.forEach((name, values) -> {
            if (!names.contains(name)) {
                throw bad("there is no query parameter of that name here; there are " + String.join(", ", known));
            }
            if (values.size() > 1 || values.get(0).length() > MAX_CHARS) {
                throw bad(name + " must be given once, with at most " + MAX_CHARS + " characters");
            }
        });
    }

    /** Refuses any. */
    static void none(UriInfo uri) {
        if (!uri.getQueryParameters().isEmpty()) {
            throw bad("there are no query parameters here");
        }
    }

    /** Returns a parameter; empty if it is not there. */
    String text(String name) {
        String text = given.getFirst(name);
        return text == null ? "" : text;
    }

    int number(String name, int otherwise, int least, int most) {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw bad(name + " must be a whole number from " + least + " to " + most);
    }

    static ProblemException bad(String sentence) {
        return new ProblemException(WebProblem.BAD_REQUEST, sentence);
    }
}

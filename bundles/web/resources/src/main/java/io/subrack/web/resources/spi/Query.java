/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The query parameters of a request. One that nobody reads is refused: a slip of the pen must not show everything. */
public final class Query {
    private static final int MAX_CHARS = 1_000;

    private final String path;
    private final Map<String, String> given = new TreeMap<>();

    private Query(String path) {
        this.path = path;
    }

    /**
     * Reads the parameters of a request without a body.
     *
     * @param known what may be there
     * @throws ProblemException 400 if there is something else, or something twice, or of more than {@value #MAX_CHARS}
     *     characters
     */
    public static Query of(HttpServletRequest request, String... known) {
        Query query = new Query(request.getRequestURI());
        Set<String> names = Set.of(known);
        request.getParameterMap().forEach((name, values) -> {
            if (!names.contains(name)) {
                throw bad(
                        known.length == 0
                                ? "there are no query parameters here"
                                : "there is no query parameter of that name here; there are "
                                        + String.join(", ", known));
            }
            if (values.length != 1 || values[0].length() > MAX_CHARS) {
                throw bad(name + " must be given once, with at most " + MAX_CHARS + " characters");
            }
            query.given.put(name, values[0]);
        });
        return query;
    }

    /** Returns a parameter; empty if it is not there. */
    public String text(String name) {
        return given.getOrDefault(name, "");
    }

    /**
     * Returns a parameter that must be there.
     *
     * @param what is asked by it, as {@code whose grants?}
     * @throws ProblemException 400 if it is not
     */
    public String required(String name, String what) {
        if (!given.containsKey(name)) {
            throw bad(name + " is missing: " + what);
        }
        return text(name);
    }

    /**
     * Returns a whole number.
     *
     * @param otherwise what holds if the parameter is not there
     * @throws ProblemException 400 if it is none, or below {@code least} or above {@code most}
     */
    public int number(String name, int otherwise, int least, int most) {
        String text = text(name);
        if (text.isEmpty() && !given.containsKey(name)) {
            return otherwise;
        }
        if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw bad(name + " must be a whole number from " + least + " to " + most);
    }

    /** Returns the address of the same list from after an item on, as {@code /api/platform/v1/roles?after=viewer}. */
    public String after(String id) {
        Map<String, String> parameters = new TreeMap<>(given);
        parameters.put("after", id);
        StringBuilder address = new StringBuilder(path);
        parameters.forEach((name, value) -> address.append(address.length() == path.length() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
        return address.toString();
    }

    /** Returns a problem with a request, to be thrown. */
    public static ProblemException bad(String sentence) {
        return new ProblemException(WebProblem.BAD_REQUEST, sentence);
    }
}

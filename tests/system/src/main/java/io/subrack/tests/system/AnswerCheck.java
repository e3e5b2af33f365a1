/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

/** Tells good answers from bad ones, and which good one it was. Called by many threads at once. */
@FunctionalInterface
public interface AnswerCheck {
    /**
     * Returns under which name a good answer is counted.
     *
     * @throws UnexpectedAnswerException if the answer is a failure
     */
    String labelOf(HttpAnswer answer) throws UnexpectedAnswerException;

    /** Expects one status and counts all under its number. */
    static AnswerCheck status(int expected) {
        String label = Integer.toString(expected);
        return answer -> {
            if (answer.status() != expected) {
                throw new UnexpectedAnswerException("expected " + expected + ", got " + answer.excerpt());
            }
            return label;
        };
    }

    /**
     * Expects a 200 with a JSON object that has a {@code version}, and counts by that.
     *
     * @param mark what must stand in each body, whatever the version
     */
    static AnswerCheck version(String mark) {
        return answer -> {
            String text = answer.text();
            String version = field(text, "version");
            if (answer.status() != 200 || version.isEmpty() || !text.contains(mark) || !text.endsWith("}")) {
                throw new UnexpectedAnswerException("expected a version and " + mark + ", got " + answer.excerpt());
            }
            return version;
        };
    }

    /** Returns the text of a field of a flat JSON object, or an empty text. */
    static String field(String json, String name) {
        String start = "\"" + name + "\":\"";
        int from = json.indexOf(start);
        int to = from < 0 ? -1 : json.indexOf('"', from + start.length());
        return to < 0 ? "" : json.substring(from + start.length(), to);
    }
}

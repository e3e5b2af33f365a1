/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** The server's answer is a problem (RFC 9457). */
final class ProblemAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode problem;

    ProblemAnswer(int status, JsonNode problem) {
        super(problem.path("detail").asText(problem.path("title").asText("HTTP " + status)));
        this.status = status;
        this.problem = problem;
    }

    int status() {
        return status;
    }

    JsonNode problem() {
        return problem == null ? MissingNode.getInstance() : problem;
    }

    boolean is(String code) {
        return problem().path("type").asText().endsWith(":" + code)
                || problem().path("type").asText().endsWith("#" + code)
                || problem().path("type").asText().endsWith("/" + code);
    }

    /** Returns the cause, then each single fault on a line of its own, then what helps. */
    String sentence() {
        var text = new StringBuilder();
        String title = problem().path("title").asText("the server answered " + status);
        String detail = problem().path("detail").asText();
        text.append(detail.isEmpty() ? title : detail);
        for (JsonNode fault : problem().path("faults")) {
            String where = fault.path("where")
                    .asText(fault.path("key").asText(fault.path("bundle").asText()));
            String sentence = fault.path("sentence").asText();
            if (!sentence.equals(detail)) {
                text.append("\n  ").append(where.isEmpty() ? "" : where + ": ").append(sentence);
            }
        }
        if (status == 401) {
            text.append("\n  'subrack login' logs in; a script sets SUBRACK_TOKEN to an API token");
        }
        return text.toString();
    }
}

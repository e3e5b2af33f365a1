/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.WebProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects what is wrong with a request, so that its sender learns everything at once. Used by one thread. */
final class Faults {
    private static final int SHOWN = 50;

    private final List<Fault> faults = new ArrayList<>();

    /**
     * Adds a fault.
     *
     * @param where the parameter or JSON member, as {@code changes[1].artifact}
     * @param rule what it must be, and is not; follows the name in the sentence
     */
    void add(String where, String rule) {
        faults.add(new Fault(where, where + " " + rule));
    }

    boolean none() {
        return faults.isEmpty();
    }

    /** Fails with a 400 if a parameter was wrong. */
    void refuseParameters() {
        refuse(WebProblem.BAD_REQUEST);
    }

    /** Fails with a 422 if a JSON body was well formed and wrong. */
    void refuseBody() {
        refuse(WebProblem.UNPROCESSABLE);
    }

    private void refuse(ProblemType type) {
        if (faults.isEmpty()) {
            return;
        }
        var shown = faults.subList(0, Math.min(SHOWN, faults.size()));
        var sentences = shown.stream().map(Fault::sentence).collect(Collectors.joining("; "));
        var detail = (faults.size() == 1 ? "" : faults.size() + " faults: ") + sentences;
        throw new ProblemException(
                type, detail, Map.of("faults", shown.stream().map(Fault::member).toList()), null);
    }

    private record Fault(String where, String sentence) {
        Map<String, Object> member() {
            return Members.with("where", where).and("sentence", sentence).map();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import org.jspecify.annotations.Nullable;

/** Words for refusing artifacts. The text of a stranger is never let through as it is. */
final class Refusal {
    private static final int MAX_QUOTED_CHARS = 100;

    private Refusal() {}

    static DeploymentException invalid(String sentence) {
        return new DeploymentException(DeploymentProblem.ARTIFACT_INVALID, sentence);
    }

    static DeploymentException tooLarge(String sentence) {
        return new DeploymentException(DeploymentProblem.ARTIFACT_TOO_LARGE, sentence);
    }

    /** Returns text of an artifact in a form that can be shown and logged: short, and in printable characters. */
    static String quoted(@Nullable String anything) {
        String text = anything == null ? "" : anything;
        StringBuilder shown = new StringBuilder("'");
        text.codePoints().limit(MAX_QUOTED_CHARS).forEach(c -> shown.appendCodePoint(printable(c) ? c : '?'));
        return shown.append(text.length() > MAX_QUOTED_CHARS ? "…'" : "'").toString();
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}

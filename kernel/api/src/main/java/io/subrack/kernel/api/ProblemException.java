/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure with a stable type and a sentence for the person who has to act. The parent of each API's exception. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient Map<String, Object> extensions;

    /**
     * @param type the kind of problem
     * @param detail what was attempted, with which value, and what would help
     * @param cause what was caught, if something was
     */
    public ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
        this(type, detail, Map.of(), cause);
    }

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, null);
    }

    /**
     * @param type the kind of problem
     * @param detail what was attempted, with which value, and what would help
     * @param extensions members beyond those of RFC 9457, in their order: texts, numbers, booleans, and lists and maps of
     *     these; not null
     * @param cause what was caught, if something was
     */
    public ProblemException(ProblemType type, String detail, Map<String, ?> extensions, @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    public ProblemType type() {
        return type;
    }

    /** Returns what stands beside the members of RFC 9457 in the problem document; mostly empty. */
    public Map<String, Object> extensions() {
        return extensions;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import io.subrack.kernel.api.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a configuration cannot be read or changed. */
public final class ConfigurationException extends ProblemException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(ConfigurationProblem type, String detail) {
        super(type, detail);
    }

    public ConfigurationException(ConfigurationProblem type, String detail, @Nullable Throwable cause) {
        super(type, detail, cause);
    }

    /** A change that is refused for all of these faults; they stand in the extension {@code faults} as well. */
    public ConfigurationException(String pid, List<Fault> faults) {
        super(
                ConfigurationProblem.INVALID,
                pid + ": " + faults.stream().map(Fault::sentence).collect(Collectors.joining("; ")),
                Map.of(
                        "faults",
                        faults.stream().map(ConfigurationException::member).toList()),
                null);
    }

    private static Map<String, Object> member(Fault fault) {
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("key", fault.key());
        member.put("sentence", fault.sentence());
        return member;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.rest;

import io.subrack.config.api.ConfigurationException;
import io.subrack.config.api.ConfigurationProblem;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Revisions as entity tags. */
final class Tags {
    private Tags() {}

    static String of(long revision) {
        return "\"" + revision + "\"";
    }

    /** Returns the revision that an {@code If-Match} names; empty for any. */
    static OptionalLong expected(@Nullable String header) {
        if (header == null || header.isBlank() || header.strip().equals("*")) {
            return OptionalLong.empty();
        }
        String tag = header.strip();
        if (!tag.matches("\"\\d{1,18}\"")) {
            throw new ConfigurationException(
                    ConfigurationProblem.CHANGED_MEANWHILE,
                    "If-Match is no ETag of a configuration. Read it again and use its ETag.");
        }
        return OptionalLong.of(Long.parseLong(tag.substring(1, tag.length() - 1)));
    }
}

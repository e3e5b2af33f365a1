/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.config.api.Attribute;
import io.subrack.config.api.Secret;
import io.subrack.kernel.spi.KeyRule;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows whose values nobody is shown: those of the type Password, and texts whose key sounds like a secret. */
final class SecretKeys {
    private static final Pattern ONE_REFERENCE = Pattern.compile("\\$\\[(file|env|secret):[^\\]]*]");

    private SecretKeys() {}

    static boolean isSecret(String key, @Nullable Attribute attribute) {
        return attribute == null
                ? KeyRule.soundsSecret(key)
                : Schema.rule(attribute).isSecret();
    }

    /** Returns what may be shown of a secret value: that it is there, and what it refers to if that is all it is. */
    static Object masked(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(SecretKeys::masked).toList();
        }
        return isReference(value) ? new Secret(Optional.of(value.toString())) : new Secret(Optional.empty());
    }

    /** Says whether a text is a reference and nothing else, so that it may be shown and kept as it is. */
    static boolean isReference(Object value) {
        return value instanceof String text && ONE_REFERENCE.matcher(text).matches();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query or form ({@code application/x-www-form-urlencoded}), read strictly: what two readers could
 * understand in two ways is refused. Parameters without a value count as left out (RFC 6749 section 3.1).
 */
final class FormParameters {
    static final int MAX_BYTES = 32_768;
    static final int MAX_PARAMETERS = 64;
    static final int MAX_NAME_CHARS = 128;
    static final int MAX_VALUE_CHARS = 12_000;

    private final Map<String, String> values;
    private final Set<String> repeated;

    private FormParameters(Map<String, String> values, Set<String> repeated) {
        this.values = values;
        this.repeated = repeated;
    }

    /**
     * Reads an encoded text.
     *
     * @throws IllegalArgumentException if it is malformed or too large; the message has none of it
     */
    static FormParameters parse(@Nullable String encoded) {
        Map<String, String> values = new HashMap<>();
        Set<String> repeated = new TreeSet<>();
        if (encoded == null || encoded.isEmpty()) {
            return new FormParameters(values, repeated);
        }
        require(encoded.length() <= MAX_BYTES, "the parameters are too long altogether");
        String[] pairs = encoded.split("&", MAX_PARAMETERS + 1);
        require(pairs.length <= MAX_PARAMETERS, "there are too many parameters");
        Set<String> seen = new TreeSet<>();
        for (String pair : pairs) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            require(!name.isEmpty() && name.length() <= MAX_NAME_CHARS, "the name of a parameter is empty or too long");
            require(value.length() <= MAX_VALUE_CHARS, "a parameter is too long");
            if (!seen.add(name)) {
                repeated.add(name);
            }
            if (!value.isEmpty()) {
                values.putIfAbsent(name, value);
            }
        }
        return new FormParameters(values, repeated);
    }

    /**
     * Decodes a name or value: percent-encoded UTF-8 with {@code +} for a blank, without control characters.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static String decode(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 3);
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                require(i + 2 < encoded.length(), "a percent sign stands without two digits");
                bytes.put((byte) (digit(encoded.charAt(i + 1)) << 4 | digit(encoded.charAt(i + 2))));
                i += 2;
            } else if (c == '+') {
                bytes.put((byte) ' ');
            } else {
                require(c > ' ' && c < 0x7f, "a character is not encoded");
                bytes.put((byte) c);
            }
        }
        return text(bytes.flip());
    }

    private static String text(ByteBuffer bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
            require(text.chars().noneMatch(Character::isISOControl), "there is a control character");
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text is not UTF-8", e);
        }
    }

    private static int digit(char c) {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        require(digit >= 0, "a percent sign stands without two digits");
        return digit;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Nullable
    String orNull(String name) {
        return values.get(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean isRepeated(String name) {
        return repeated.contains(name);
    }

    boolean hasRepeats() {
        return !repeated.isEmpty();
    }

    /** Returns the names only: values may be secrets. */
    @Override
    public String toString() {
        return "parameters " + Collections.unmodifiableSet(new TreeSet<>(values.keySet()));
    }
}

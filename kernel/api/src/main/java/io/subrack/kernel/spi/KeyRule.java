/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the value of one key of a configuration may be, as a bundle's metatype says it (OSGi Compendium 105). The one judge
 * of values: of those that an admin sets, and of those that a platform is to start with.
 *
 * @param key as it stands in the configuration
 * @param type of each value
 * @param cardinality 0 for one value; otherwise how many values a list may have
 * @param options the values to choose from; empty for any
 * @param min the least value, or length of a text
 * @param max the greatest value, or length of a text
 * @param required whether there must be a value, because there is no default
 */
public record KeyRule(
        String key,
        Type type,
        int cardinality,
        List<String> options,
        Optional<String> min,
        Optional<String> max,
        boolean required) {
    private static final int MAX_SHOWN_CHARS = 80;
    private static final String REFERENCE = "$[";
    private static final Set<String> SECRET_ENDS = Set.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "token",
            "credential",
            "credentials",
            "key",
            "apikey",
            "pin");

    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[._-]+");

    public KeyRule {
        options = List.copyOf(options);
    }

    /** Kinds of value. */
    public enum Type {
        STRING,
        INT,
        LONG,
        DOUBLE,
        FLOAT,
        SHORT,
        BYTE,
        CHAR,
        BOOLEAN,
        /** A text that nobody is shown. */
        PASSWORD
    }

    /** A value that does not do; the message is the rest of a sentence that begins with the key. */
    public static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        public Unfit(String rule) {
            super(rule);
        }
    }

    /** Says whether a key sounds as if its texts were secret. */
    public static boolean soundsSecret(String key) {
        String[] words = WORD_END.split(key);
        return words.length > 0 && SECRET_ENDS.contains(words[words.length - 1].toLowerCase(Locale.ROOT));
    }

    /** Says whether nobody is shown the value: it is a password, or a free text whose key sounds like a secret. */
    public boolean isSecret() {
        return type == Type.PASSWORD || (type == Type.STRING && options.isEmpty() && soundsSecret(key));
    }

    /**
     * Makes a value what is wanted. What refers to a secret or a variable comes back as it is: what it stands for cannot be
     * judged here.
     *
     * @param value a text, number, boolean or character, or a list of these; a text with commas where a list is wanted
     * @throws Unfit if that cannot be
     */
    public Object fit(Object value) throws Unfit {
        if (cardinality == 0) {
            if (value instanceof List) {
                throw new Unfit("must be one value, not a list");
            }
            return one(value);
        }
        // A properties file has lists as texts with commas, as declarative services take them.
        List<?> values = value instanceof List<?> list ? list : split(value);
        if (values.size() > cardinality) {
            throw new Unfit("must have at most " + cardinality + " values, not " + values.size());
        }
        List<Object> fitted = new ArrayList<>();
        for (Object item : values) {
            fitted.add(one(item));
        }
        boolean mixed = fitted.stream().map(Object::getClass).distinct().count() > 1;
        return mixed ? fitted.stream().map(Object::toString).toList() : List.copyOf(fitted);
    }

    /** Returns what is wrong with a value, as the rest of a sentence that begins with the key; empty if it fits. */
    public Optional<String> fault(Object value) {
        try {
            return Optional.of(fit(value)).flatMap(fitted -> Optional.empty());
        } catch (Unfit e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static List<?> split(Object value) {
        return value instanceof String text
                ? (text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*", -1)))
                : List.of(value);
    }

    private Object one(Object value) throws Unfit {
        if (value instanceof String text && text.contains(REFERENCE)) {
            return value;
        }
        Object typed = typed(value);
        if (!options.isEmpty()) {
            if (!options.contains(typed.toString())) {
                throw new Unfit("must be one of " + choices() + not(value));
            }
            return typed;
        }
        if (!within(typed)) {
            throw new Unfit(limits() + not(value));
        }
        return typed;
    }

    private String choices() {
        return String.join(
                ", ", options.stream().map(it -> it.isEmpty() ? "nothing" : it).toList());
    }

    private Object typed(Object value) throws Unfit {
        String text = value.toString().strip();
        try {
            return switch (type) {
                case STRING, PASSWORD -> value.toString();
                case BOOLEAN -> bool(text);
                case CHAR -> character(value.toString());
                case INT -> Integer.valueOf(whole(text));
                case LONG -> Long.valueOf(whole(text));
                case SHORT -> Short.valueOf(whole(text));
                case BYTE -> Byte.valueOf(whole(text));
                case DOUBLE -> finite(Double.parseDouble(text));
                case FLOAT -> (float) finite(Float.parseFloat(text));
            };
        } catch (IllegalArgumentException e) {
            throw new Unfit(kind() + not(value));
        }
    }

    /** JSON has 5.0 for 5 where a program wrote it. */
    private static String whole(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static Boolean bool(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }

    private static double finite(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("not finite");
        }
        return number;
    }

    private String kind() {
        return switch (type) {
            case BOOLEAN -> "must be true or false";
            case CHAR -> "must be one character";
            case INT, LONG, SHORT, BYTE -> "must be a whole number" + range();
            default -> "must be a number";
        };
    }

    /** What is allowed is said at once, not only when the kind is right. */
    private String range() {
        if (min.isPresent() && max.isPresent()) {
            return " from " + min.get() + " to " + max.get();
        }
        return switch (type) {
            case INT -> " from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
            case SHORT -> " from " + Short.MIN_VALUE + " to " + Short.MAX_VALUE;
            case BYTE -> " from " + Byte.MIN_VALUE + " to " + Byte.MAX_VALUE;
            default -> "";
        };
    }

    private boolean within(Object value) {
        return min.map(least -> compare(value, least) >= 0).orElse(true)
                && max.map(most -> compare(value, most) <= 0).orElse(true);
    }

    /** Compares numbers by value, and texts by length; a limit that is no number limits nothing. */
    private static int compare(Object value, String limit) {
        Optional<BigDecimal> measured = measure(value);
        try {
            return measured.map(it -> it.compareTo(new BigDecimal(limit))).orElse(0);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<BigDecimal> measure(Object value) {
        if (value instanceof Number number) {
            return Optional.of(new BigDecimal(number.toString()));
        }
        return value instanceof String text ? Optional.of(BigDecimal.valueOf(text.length())) : Optional.empty();
    }

    private String limits() {
        boolean text = type == Type.STRING || type == Type.PASSWORD;
        String what = text ? " characters" : "";
        String verb = text ? "must have " : "must be ";
        if (min.isEmpty()) {
            return verb + "at most " + max.orElse("") + what;
        }
        return verb + max.map(most -> min.get() + " to " + most).orElseGet(() -> "at least " + min.get()) + what;
    }

    private String not(Object value) {
        String text = value.toString();
        return isSecret()
                ? ""
                : ", not '" + (text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "…" : text) + "'";
    }
}

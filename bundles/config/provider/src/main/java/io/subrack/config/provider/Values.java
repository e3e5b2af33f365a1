/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.config.api.Attribute;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a value what the metatype wants, or says why that cannot be. */
final class Values {
    private static final int MAX_SHOWN_CHARS = 80;
    private static final String REFERENCE = "$[";

    private Values() {}

    /** A value that does not do; the message is the rest of a sentence that begins with the key. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String rule) {
            super(rule);
        }
    }

    /** Says whether a text refers to a secret or a variable: what it stands for cannot be judged here. */
    static boolean refers(Object value) {
        return value instanceof String text && text.contains(REFERENCE);
    }

    /** @param secret whether messages must not show the value */
    static Object fit(Object value, Attribute attribute, boolean secret) throws Unfit {
        if (attribute.cardinality() == 0) {
            if (value instanceof List) {
                throw new Unfit("must be one value, not a list");
            }
            return one(value, attribute, secret);
        }
        // A properties file has lists as texts with commas, as declarative services take them.
        List<?> values = value instanceof List<?> list ? list : split(value);
        if (values.size() > attribute.cardinality()) {
            throw new Unfit("must have at most " + attribute.cardinality() + " values, not " + values.size());
        }
        List<Object> fitted = new ArrayList<>();
        for (Object item : values) {
            fitted.add(one(item, attribute, secret));
        }
        boolean mixed = fitted.stream().map(Object::getClass).distinct().count() > 1;
        return mixed ? fitted.stream().map(Object::toString).toList() : List.copyOf(fitted);
    }

    private static List<?> split(Object value) {
        return value instanceof String text
                ? (text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*", -1)))
                : List.of(value);
    }

    private static Object one(Object value, Attribute attribute, boolean secret) throws Unfit {
        if (refers(value)) {
            return value;
        }
        Object typed = typed(value, attribute.type(), secret);
        if (!attribute.options().isEmpty()) {
            String text = typed.toString();
            List<String> options =
                    attribute.options().stream().map(Attribute.Option::value).toList();
            if (!options.contains(text)) {
                throw new Unfit("must be one of " + String.join(", ", options) + not(value, secret));
            }
            return typed;
        }
        if (!within(typed, attribute)) {
            throw new Unfit(rule(attribute) + not(value, secret));
        }
        return typed;
    }

    private static Object typed(Object value, Attribute.Type type, boolean secret) throws Unfit {
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
            throw new Unfit(kind(type) + not(value, secret));
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

    private static String kind(Attribute.Type type) {
        return switch (type) {
            case BOOLEAN -> "must be true or false";
            case CHAR -> "must be one character";
            case INT -> "must be a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
            case LONG -> "must be a whole number";
            case SHORT -> "must be a whole number from " + Short.MIN_VALUE + " to " + Short.MAX_VALUE;
            case BYTE -> "must be a whole number from " + Byte.MIN_VALUE + " to " + Byte.MAX_VALUE;
            default -> "must be a number";
        };
    }

    private static boolean within(Object value, Attribute attribute) {
        return attribute.min().map(min -> compare(value, min) >= 0).orElse(true)
                && attribute.max().map(max -> compare(value, max) <= 0).orElse(true);
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

    private static String rule(Attribute attribute) {
        boolean text = attribute.type() == Attribute.Type.STRING || attribute.type() == Attribute.Type.PASSWORD;
        String what = text ? " characters" : "";
        String verb = text ? "must have " : "must be ";
        if (attribute.min().isEmpty()) {
            return verb + "at most " + attribute.max().orElse("") + what;
        }
        return verb
                + attribute
                        .max()
                        .map(max -> attribute.min().orElse("") + " to " + max)
                        .orElseGet(() -> "at least " + attribute.min().orElse(""))
                + what;
    }

    private static String not(Object value, boolean secret) {
        String text = value.toString();
        return secret
                ? ""
                : ", not '" + (text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "…" : text) + "'";
    }
}

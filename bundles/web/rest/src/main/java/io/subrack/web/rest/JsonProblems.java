/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why a request body is not usable, for the client: place and reason, no class names. */
final class JsonProblems {
    private static final int MAX_MESSAGE_CHARS = 200;

    private JsonProblems() {}

    static String describe(JsonProcessingException failure) {
        String place = place(failure.getLocation());
        if (failure instanceof JsonEOFException) {
            return "The body ends before its JSON is complete" + place;
        }
        if (failure instanceof StreamReadException) {
            return "The body is not valid JSON" + place + ": " + shortened(failure.getOriginalMessage());
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return "Member '" + path(unknown) + "' is not known here" + place;
        }
        if (failure instanceof ValueInstantiationException refused
                && refused.getCause() instanceof IllegalArgumentException reason
                && reason.getMessage() != null) {
            return subject(refused) + " is refused" + place + ": " + shortened(reason.getMessage());
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return subject(mismatch) + " is not " + expected(mismatch) + place;
        }
        if (failure instanceof JsonMappingException mapping) {
            return subject(mapping) + " cannot be used" + place;
        }
        return "The body cannot be read as JSON" + place;
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String subject(JsonMappingException failure) {
        String path = path(failure);
        return path.isEmpty() ? "The body" : "Member '" + path + "'";
    }

    private static String path(JsonMappingException failure) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return shortened(path.toString());
    }

    private static String expected(MismatchedInputException failure) {
        Class<?> type = failure.getTargetType();
        if (type == null) {
            return "what is expected";
        }
        if (type.isEnum() && failure instanceof InvalidFormatException) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "a boolean";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number that fits";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (TemporalAccessor.class.isAssignableFrom(type) || type.getName().startsWith("java.time.")) {
            return "an ISO 8601 " + type.getSimpleName();
        }
        return Map.class.isAssignableFrom(type) || !type.getName().startsWith("java.")
                ? "an object of the expected form"
                : "a usable " + type.getSimpleName();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_MESSAGE_CHARS ? text : text.substring(0, MAX_MESSAGE_CHARS) + "...";
    }
}

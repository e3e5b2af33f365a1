/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import java.util.List;
import java.util.Optional;

/**
 * What is known of one key, from the metatype of its bundle (OSGi Compendium 105).
 *
 * @param id the key
 * @param name for people
 * @param description for people; may be empty
 * @param type of each value
 * @param cardinality 0 for one value; otherwise how many values a list may have, {@link Integer#MAX_VALUE} for any number
 * @param options the values to choose from; empty for any
 * @param min the least value, or length of a text
 * @param max the greatest value, or length of a text
 * @param required whether there must be a value
 * @param defaults what counts where nobody says anything
 */
public record Attribute(
        String id,
        String name,
        String description,
        Type type,
        int cardinality,
        List<Option> options,
        Optional<String> min,
        Optional<String> max,
        boolean required,
        List<String> defaults) {
    public Attribute {
        options = List.copyOf(options);
        defaults = List.copyOf(defaults);
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

    /** One value to choose. */
    public record Option(String value, String label) {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes the fields of a protobuf message: in binary, or as JSON by OTLP's rules. A field has a number for the one and a name
 * for the other. Fields are written as they come, those with a default value, too.
 */
interface Fields {
    void text(int number, String name, String value);

    /** @param hex bytes, as hexadecimal digits */
    void id(int number, String name, String hex);

    /** An unsigned number of 32 bits, or an enumerated value. */
    void count(int number, String name, int value);

    void integer(int number, String name, long value);

    void fixed32(int number, String name, int value);

    void fixed64(int number, String name, long value);

    void real(int number, String name, double value);

    void truth(int number, String name, boolean value);

    void message(int number, String name, Consumer<Fields> content);

    <T> void messages(int number, String name, Iterable<T> all, BiConsumer<Fields, T> content);
}

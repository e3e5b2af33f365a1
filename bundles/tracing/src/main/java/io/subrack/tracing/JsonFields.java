/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Protobuf's JSON format, with OTLP's exceptions: ids are hexadecimal, and enumerated values are numbers. */
final class JsonFields implements Fields {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private JsonFields(JsonGenerator json) {
        this.json = json;
    }

    static byte[] write(Consumer<Fields> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            generator.writeStartObject();
            content.accept(new JsonFields(generator));
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes something to memory, where nothing can fail. */
    private interface Step {
        void write() throws IOException;
    }

    private static void step(Step step) {
        try {
            step.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void text(int number, String name, String value) {
        step(() -> json.writeStringField(name, value));
    }

    @Override
    public void id(int number, String name, String hex) {
        text(number, name, hex);
    }

    @Override
    public void count(int number, String name, int value) {
        step(() -> json.writeNumberField(name, value));
    }

    @Override
    public void integer(int number, String name, long value) {
        text(number, name, Long.toString(value));
    }

    @Override
    public void fixed32(int number, String name, int value) {
        step(() -> json.writeNumberField(name, Integer.toUnsignedLong(value)));
    }

    @Override
    public void fixed64(int number, String name, long value) {
        text(number, name, Long.toUnsignedString(value));
    }

    @Override
    public void real(int number, String name, double value) {
        step(() -> json.writeNumberField(name, value));
    }

    @Override
    public void truth(int number, String name, boolean value) {
        step(() -> json.writeBooleanField(name, value));
    }

    @Override
    public void message(int number, String name, Consumer<Fields> content) {
        step(() -> {
            json.writeObjectFieldStart(name);
            content.accept(this);
            json.writeEndObject();
        });
    }

    @Override
    public <T> void messages(int number, String name, Iterable<T> all, BiConsumer<Fields, T> content) {
        step(() -> {
            json.writeArrayFieldStart(name);
            for (T each : all) {
                json.writeStartObject();
                content.accept(this, each);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}

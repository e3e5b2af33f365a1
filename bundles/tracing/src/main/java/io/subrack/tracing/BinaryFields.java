/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Protobuf's binary format. */
final class BinaryFields implements Fields {
    private static final int VARINT = 0;
    private static final int BITS_64 = 1;
    private static final int BYTES = 2;
    private static final int BITS_32 = 5;

    private byte[] buffer = new byte[256];
    private int size;

    byte[] bytes() {
        return Arrays.copyOf(buffer, size);
    }

    @Override
    public void text(int number, String name, String value) {
        bytes(number, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void id(int number, String name, String hex) {
        bytes(number, HexFormat.of().parseHex(hex));
    }

    @Override
    public void count(int number, String name, int value) {
        integer(number, name, value);
    }

    @Override
    public void integer(int number, String name, long value) {
        tag(number, VARINT);
        varint(value);
    }

    @Override
    public void fixed32(int number, String name, int value) {
        tag(number, BITS_32);
        little(value, Integer.BYTES);
    }

    @Override
    public void fixed64(int number, String name, long value) {
        tag(number, BITS_64);
        little(value, Long.BYTES);
    }

    @Override
    public void real(int number, String name, double value) {
        fixed64(number, name, Double.doubleToRawLongBits(value));
    }

    @Override
    public void truth(int number, String name, boolean value) {
        integer(number, name, value ? 1 : 0);
    }

    @Override
    public void message(int number, String name, Consumer<Fields> content) {
        BinaryFields inner = new BinaryFields();
        content.accept(inner);
        tag(number, BYTES);
        varint(inner.size);
        append(inner.buffer, inner.size);
    }

    @Override
    public <T> void messages(int number, String name, Iterable<T> all, BiConsumer<Fields, T> content) {
        for (T each : all) {
            message(number, name, fields -> content.accept(fields, each));
        }
    }

    private void bytes(int number, byte[] value) {
        tag(number, BYTES);
        varint(value.length);
        append(value, value.length);
    }

    private void tag(int number, int wireType) {
        varint(((long) number << 3) | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            append((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        append((byte) rest);
    }

    private void little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            append((byte) (value >>> (8 * i)));
        }
    }

    private void append(byte value) {
        reserve(1);
        buffer[size++] = value;
    }

    private void append(byte[] value, int length) {
        reserve(length);
        System.arraycopy(value, 0, buffer, size, length);
        size += length;
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}

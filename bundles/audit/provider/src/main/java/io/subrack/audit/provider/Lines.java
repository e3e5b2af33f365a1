/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The whole lines of a part of a file, forwards. What comes after the last line end is no line. */
final class Lines implements Closeable {
    private static final int BLOCK = 65_536;

    private final FileChannel channel;
    private final long to;
    private final byte[] block = new byte[BLOCK];
    private int position;
    private int limit;
    private long read;
    private long end;

    Lines(Path file, long from, long to) throws IOException {
        this.channel = FileChannel.open(file);
        this.to = Math.min(to, channel.size());
        this.read = from;
        this.end = from;
    }

    static Lines all(Path file) throws IOException {
        return new Lines(file, 0, Long.MAX_VALUE);
    }

    /** Returns the next line without its end, cut if it is longer than any record, or null if there is none. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream begun = null;
        long length = 0;
        while (true) {
            for (int i = position; i < limit; i++) {
                if (block[i] == '\n') {
                    var rest = Arrays.copyOfRange(block, position, i);
                    end += length + rest.length + 1;
                    position = i + 1;
                    return begun == null ? rest : joined(begun, rest);
                }
            }
            length += limit - position;
            if (limit > position) {
                begun = begun == null ? new ByteArrayOutputStream(BLOCK) : begun;
                begun.write(block, position, Math.min(limit - position, room(begun)));
            }
            if (!fill()) {
                return null;
            }
        }
    }

    /** Returns where the last line that was returned ends, its line end included. */
    long end() {
        return end;
    }

    /** Returns where the part of the file ends that is read. */
    long limit() {
        return to;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int room(ByteArrayOutputStream begun) {
        return Math.max(0, RecordLine.MAX_BYTES + 1 - begun.size());
    }

    private static byte[] joined(ByteArrayOutputStream begun, byte[] rest) {
        begun.write(rest, 0, Math.min(rest.length, room(begun)));
        return begun.toByteArray();
    }

    private boolean fill() throws IOException {
        int wanted = (int) Math.min(BLOCK, to - read);
        int got = wanted <= 0 ? -1 : channel.read(ByteBuffer.wrap(block, 0, wanted), read);
        position = 0;
        limit = Math.max(0, got);
        read += limit;
        return got > 0;
    }

    /** Returns where the first line with at least this number begins, about: never behind it. */
    static long about(Path file, long to, long sequence) throws IOException {
        long low = 0;
        try (var channel = FileChannel.open(file)) {
            long high = Math.min(to, channel.size());
            while (high - low > 4 * BLOCK) {
                long middle = (low + high) / 2;
                var found = sequenceAfter(file, middle, high);
                if (found.isEmpty() || found.get().sequence >= sequence) {
                    high = middle;
                } else {
                    low = found.get().begin;
                }
            }
        }
        return low;
    }

    private static Optional<Found> sequenceAfter(Path file, long from, long to) throws IOException {
        try (var lines = new Lines(file, from, to)) {
            if (lines.next() == null) {
                return Optional.empty();
            }
            long begin = lines.end();
            var line = lines.next();
            return line == null ? Optional.empty() : RecordLine.sequence(line).map(number -> new Found(begin, number));
        }
    }

    private record Found(long begin, long sequence) {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The lines of the first part of a file, the last first. The part must end with a line end. */
final class BackwardLines implements Closeable {
    private static final int BLOCK = 65_536;

    private final FileChannel channel;
    private final Deque<byte[]> ready = new ArrayDeque<>();
    private long end;

    BackwardLines(Path file, long to) throws IOException {
        this.channel = FileChannel.open(file);
        this.end = Math.min(to, channel.size());
    }

    /** Returns the line before, without its end, or null if there is none. */
    byte @Nullable [] previous() throws IOException {
        if (ready.isEmpty() && end > 0) {
            fill();
        }
        return ready.poll();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void fill() throws IOException {
        for (long length = BLOCK; ; length *= 4) {
            long begin = Math.max(0, end - length);
            var block = read(begin, Math.toIntExact(end - begin));
            int first = begin == 0 ? 0 : indexOfLineEnd(block, 0) + 1;
            if (begin == 0 || (first > 0 && first < block.length)) {
                split(block, first);
                end = begin + first;
                return;
            }
        }
    }

    private void split(byte[] block, int from) {
        int begin = from;
        while (begin < block.length) {
            int lineEnd = indexOfLineEnd(block, begin);
            if (lineEnd < 0) {
                return;
            }
            ready.addFirst(Arrays.copyOfRange(block, begin, lineEnd));
            begin = lineEnd + 1;
        }
    }

    private byte[] read(long begin, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, begin + buffer.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return buffer.array();
    }

    private static int indexOfLineEnd(byte[] block, int from) {
        for (int i = from; i < block.length; i++) {
            if (block[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}

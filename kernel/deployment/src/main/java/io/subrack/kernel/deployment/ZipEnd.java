/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tells a whole archive from one that is still being written, by its last bytes (APPNOTE.TXT 4.3.16). */
final class ZipEnd {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int HEADER_SIGNATURE = 0x02014b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 0xFFFF;

    private ZipEnd() {}

    /** Says whether the file ends as an archive of just its length does. Says nothing of what is in it. */
    static boolean complete(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < END_BYTES) {
                return false;
            }
            int length = (int) Math.min(size, END_BYTES + MAX_COMMENT_BYTES);
            ByteBuffer tail = read(channel, size - length, length);
            for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
                if (tail.getInt(at) == END_SIGNATURE) {
                    return fits(channel, tail, at, size - length + at);
                }
            }
            return false;
        }
    }

    private static boolean fits(FileChannel channel, ByteBuffer tail, int at, long position) throws IOException {
        long directoryLength = Integer.toUnsignedLong(tail.getInt(at + 12));
        long directory = Integer.toUnsignedLong(tail.getInt(at + 16));
        int comment = Short.toUnsignedInt(tail.getShort(at + 20));
        if (at + END_BYTES + comment != tail.limit() || directory + directoryLength != position) {
            return false;
        }
        return directoryLength == 0 || read(channel, directory, Integer.BYTES).getInt(0) == HEADER_SIGNATURE;
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        return buffer;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The file that is written to; apart, so that a test can fill the disk. */
interface SegmentFile extends Closeable {
    /** Writes all bytes at this place. */
    void write(byte[] content, long position) throws IOException;

    /** Returns when what was written is on disk. */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;

    /** Opens files. */
    @FunctionalInterface
    interface Opener {
        SegmentFile open(Path file) throws IOException;
    }

    /** Opens a file on disk, and makes it if it is not there. */
    static SegmentFile onDisk(Path file) throws IOException {
        var channel = LogFiles.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        return new OnDisk(channel);
    }

    /** A file on a real disk. */
    record OnDisk(FileChannel channel) implements SegmentFile {
        @Override
        public void write(byte[] content, long position) throws IOException {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer, position + buffer.position());
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false); // the size is forced with it, times need not be
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.ticker;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A download that takes its time: ten chunks a second. Each byte follows from its position, so that a client can tell
 * whether all of it arrived, and in order.
 */
final class Download implements StreamingOutput {
    static final int CHUNKS_PER_SECOND = 10;

    private final int chunks;
    private final int chunkBytes;

    Download(int seconds, int chunkBytes) {
        this.chunks = seconds * CHUNKS_PER_SECOND;
        this.chunkBytes = chunkBytes;
    }

    /** Returns the byte at a position of any download. */
    static byte byteAt(long position) {
        return (byte) (position * 31 + (position >>> 8));
    }

    @Override
    public void write(OutputStream out) throws IOException {
        byte[] chunk = new byte[chunkBytes];
        long position = 0;
        for (int i = 0; i < chunks; i++) {
            for (int j = 0; j < chunkBytes; j++) {
                chunk[j] = byteAt(position++);
            }
            out.write(chunk);
            out.flush();
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(1000 / CHUNKS_PER_SECOND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the download was interrupted", e);
        }
    }
}

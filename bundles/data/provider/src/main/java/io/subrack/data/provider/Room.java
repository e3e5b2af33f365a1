/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether a disk has room, which only writing tells: quotas and limits of the process count as well. */
final class Room {
    private static final String FILE = "room.tmp";
    private static final int BLOCK_BYTES = 1 << 16;
    private static final long LEAST_BYTES = 1 << 20;
    private static final long MOST_BYTES = 64 << 20;

    private Room() {}

    /**
     * Returns if all files of a directory could be written a second time.
     *
     * @throws IOException if there is no room
     */
    static void toCopy(Path directory) throws IOException {
        Path probe = directory.resolve(FILE);
        long wanted = Math.min(MOST_BYTES, LEAST_BYTES + size(directory));
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(probe)) {
            for (long written = 0; written < wanted; written += BLOCK_BYTES) {
                out.write(block);
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}

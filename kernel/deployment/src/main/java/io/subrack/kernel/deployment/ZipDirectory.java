/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.Refusal.invalid;
import static io.subrack.kernel.deployment.Refusal.quoted;
import static io.subrack.kernel.deployment.Refusal.tooLarge;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The central directory of an archive (APPNOTE.TXT 4.3.12), read strictly: one disk, no ZIP64, no encryption, only what
 * the jar tool writes.
 *
 * @param offset where it starts, which is where the last entry must end
 * @param entries in the order of the directory
 */
record ZipDirectory(long offset, List<Entry> entries) {
    static final String PACK_AGAIN = " Build the archive anew with the jar tool or bnd.";

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 0xFFFF;
    private static final int HEADER_SIGNATURE = 0x02014b50;
    private static final int HEADER_BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final long ZIP64 = 0xFFFFFFFFL;
    private static final int MAX_DIRECTORY_BYTES_PER_ENTRY = 1024;

    static ZipDirectory read(FileChannel channel, int maxEntries) throws IOException {
        long size = channel.size();
        int tailBytes = (int) Math.min(size, END_BYTES + MAX_COMMENT_BYTES);
        ByteBuffer tail = read(channel, size - tailBytes, tailBytes);
        int at = findEnd(tail);
        int count = unsignedShort(tail, at + 10);
        long length = unsignedInt(tail, at + 12);
        long offset = unsignedInt(tail, at + 16);
        boolean oneDisk = tail.getInt(at + 4) == 0 && unsignedShort(tail, at + 8) == count;
        if (count > maxEntries) {
            throw tooLarge(
                    "The archive has more than " + maxEntries + " entries. Leave out what the bundle does not need.");
        }
        if (!oneDisk || offset + length != size - tailBytes + at) {
            throw invalid("The archive's central directory is not where its end says." + PACK_AGAIN);
        }
        if (length > (long) MAX_DIRECTORY_BYTES_PER_ENTRY * Math.max(count, 1)) {
            throw tooLarge("The archive's central directory is too long for " + count + " entries." + PACK_AGAIN);
        }
        return new ZipDirectory(offset, parse(read(channel, offset, (int) length), count));
    }

    private static int findEnd(ByteBuffer tail) {
        for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE) {
                if (at + END_BYTES + unsignedShort(tail, at + 20) != tail.limit()) {
                    throw invalid("The archive goes on after its end, or is cut off." + PACK_AGAIN);
                }
                return at;
            }
        }
        throw invalid("This is not a jar file, or it is cut off. Upload the bundle's jar file itself, whole.");
    }

    private static List<Entry> parse(ByteBuffer directory, int count) {
        ZipEntryNames names = new ZipEntryNames();
        List<Entry> entries = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at + HEADER_BYTES > directory.limit() || directory.getInt(at) != HEADER_SIGNATURE) {
                throw invalid("The archive's central directory is damaged." + PACK_AGAIN);
            }
            int nameBytes = unsignedShort(directory, at + 28);
            int rest = unsignedShort(directory, at + 30) + unsignedShort(directory, at + 32);
            int next = at + HEADER_BYTES + nameBytes + rest;
            if (next > directory.limit()) {
                throw invalid("The archive's central directory is damaged." + PACK_AGAIN);
            }
            byte[] rawName = new byte[nameBytes];
            directory.get(at + HEADER_BYTES, rawName);
            Entry entry = entry(directory, at, rawName);
            names.check(entry.name());
            entries.add(entry);
            at = next;
        }
        if (at != directory.limit()) {
            throw invalid("The archive has more entries than it says." + PACK_AGAIN);
        }
        return entries;
    }

    private static Entry entry(ByteBuffer directory, int at, byte[] rawName) {
        String name = decode(rawName);
        int flags = unsignedShort(directory, at + 8);
        int method = unsignedShort(directory, at + 10);
        Entry entry = new Entry(
                name,
                rawName,
                flags,
                method,
                unsignedInt(directory, at + 16),
                unsignedInt(directory, at + 20),
                unsignedInt(directory, at + 24),
                unsignedInt(directory, at + 42));
        if ((flags & ENCRYPTED) != 0 || (method != STORED && method != DEFLATED)) {
            throw invalid("The entry " + quoted(name) + " is encrypted or packed in a way that Java cannot read."
                    + PACK_AGAIN);
        }
        if (entry.size == ZIP64 || entry.packedSize == ZIP64 || entry.offset == ZIP64) {
            throw invalid("The entry " + quoted(name) + " uses ZIP64, which no bundle needs." + PACK_AGAIN);
        }
        if (method == STORED && entry.size != entry.packedSize) {
            throw invalid("The entry " + quoted(name) + " lies about its length." + PACK_AGAIN);
        }
        return entry;
    }

    private static String decode(byte[] rawName) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(rawName))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("An entry name of the archive is not in UTF-8." + PACK_AGAIN);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        readFully(channel, bytes, length, position);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void readFully(FileChannel channel, byte[] target, int length, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the archive ended while it was read");
            }
        }
    }

    private static int unsignedShort(ByteBuffer buffer, int at) {
        return Short.toUnsignedInt(buffer.getShort(at));
    }

    private static long unsignedInt(ByteBuffer buffer, int at) {
        return Integer.toUnsignedLong(buffer.getInt(at));
    }

    /** One entry as the central directory describes it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(
            String name,
            byte[] rawName,
            int flags,
            int method,
            long checksum,
            long packedSize,
            long size,
            long offset) {
        boolean deflated() {
            return method == DEFLATED;
        }

        /** Compares the entry's local header with this and returns where the entry's data starts. */
        long checkLocalHeader(FileChannel channel) throws IOException {
            if (offset + LOCAL_BYTES + rawName.length > channel.size()) {
                throw invalid("The entry " + quoted(name) + " lies outside of the archive." + PACK_AGAIN);
            }
            ByteBuffer local = ZipDirectory.read(channel, offset, LOCAL_BYTES + rawName.length);
            boolean sizesFollow = (flags & SIZES_FOLLOW) != 0;
            byte[] localName = new byte[rawName.length];
            local.get(LOCAL_BYTES, localName);
            boolean same = local.getInt(0) == LOCAL_SIGNATURE
                    && unsignedShort(local, 6) == flags
                    && unsignedShort(local, 8) == method
                    && unsignedShort(local, 26) == rawName.length
                    && java.util.Arrays.equals(localName, rawName)
                    && agrees(unsignedInt(local, 14), checksum, sizesFollow)
                    && agrees(unsignedInt(local, 18), packedSize, sizesFollow)
                    && agrees(unsignedInt(local, 22), size, sizesFollow);
            if (!same) {
                throw invalid("The entry " + quoted(name) + " is described in two different ways." + PACK_AGAIN);
            }
            return offset + LOCAL_BYTES + rawName.length + unsignedShort(local, 28);
        }

        private static boolean agrees(long local, long central, boolean sizesFollow) {
            return local == central || (sizesFollow && local == 0);
        }
    }
}

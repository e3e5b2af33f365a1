/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.Refusal.invalid;
import static io.subrack.kernel.deployment.Refusal.quoted;
import static io.subrack.kernel.deployment.Refusal.tooLarge;
import static io.subrack.kernel.deployment.ZipDirectory.PACK_AGAIN;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads a whole archive once, in the order of its bytes, and believes nothing that it says of itself: each entry is
 * really unpacked and its length and checksum compared, local headers must say what the central directory says, and
 * entries must not overlap. After this, every zip reader sees the same content.
 */
final class ZipInspection {
    private static final int BLOCK = 1 << 16;

    private final ArtifactLimits limits;
    private final FileChannel channel;
    private final long fileSize;
    private final byte[] packed = new byte[BLOCK];
    private final byte[] unpacked = new byte[BLOCK];
    private long totalUnpacked;
    private byte[] manifest = {};

    private ZipInspection(ArtifactLimits limits, FileChannel channel) throws IOException {
        this.limits = limits;
        this.channel = channel;
        this.fileSize = channel.size();
    }

    /**
     * Inspects an archive.
     *
     * @return the bytes of its manifest
     * @throws io.subrack.kernel.api.DeploymentException if anything is wrong with it
     */
    static byte[] inspect(Path file, ArtifactLimits limits) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ZipInspection inspection = new ZipInspection(limits, channel);
            ZipDirectory directory = ZipDirectory.read(channel, limits.maxEntries());
            inspection.unpackAll(directory);
            compareWithJava(file, directory);
            return inspection.manifest;
        }
    }

    private void unpackAll(ZipDirectory directory) throws IOException {
        List<ZipDirectory.Entry> inOrder = new ArrayList<>(directory.entries());
        inOrder.sort(Comparator.comparingLong(ZipDirectory.Entry::offset));
        Inflater inflater = new Inflater(true);
        try {
            for (int i = 0; i < inOrder.size(); i++) {
                long end = i + 1 < inOrder.size() ? inOrder.get(i + 1).offset() : directory.offset();
                unpack(inOrder.get(i), Math.min(end, directory.offset()), inflater);
            }
        } finally {
            inflater.end();
        }
    }

    private void unpack(ZipDirectory.Entry entry, long end, Inflater inflater) throws IOException {
        long data = entry.checkLocalHeader(channel);
        if (data + entry.packedSize() > end) {
            throw invalid("The entry " + quoted(entry.name()) + " overlaps what follows it." + PACK_AGAIN);
        }
        Unpacked target = new Unpacked(entry);
        inflater.reset();
        long read = 0;
        do {
            int count = (int) Math.min(BLOCK, entry.packedSize() - read);
            ZipDirectory.readFully(channel, packed, count, data + read);
            read += count;
            if (entry.deflated()) {
                inflate(target, inflater, count);
                if (inflater.finished() != (read == entry.packedSize())) {
                    throw damaged(entry);
                }
            } else {
                target.take(packed, count);
            }
        } while (read < entry.packedSize());
        target.finish();
    }

    private void inflate(Unpacked target, Inflater inflater, int count) {
        inflater.setInput(packed, 0, count);
        try {
            int produced;
            do {
                produced = inflater.inflate(unpacked);
                target.take(unpacked, produced);
            } while (produced > 0 && !inflater.finished());
        } catch (DataFormatException e) {
            throw damaged(target.entry);
        }
        if (inflater.getRemaining() > 0) {
            throw damaged(target.entry);
        }
    }

    private static RuntimeException damaged(ZipDirectory.Entry entry) {
        return invalid("The entry " + quoted(entry.name()) + " is damaged. Upload the archive again or build it anew.");
    }

    private static void compareWithJava(Path file, ZipDirectory directory) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            boolean same = zip.size() == directory.entries().size()
                    && directory.entries().stream().allMatch(entry -> zip.getEntry(entry.name()) != null);
            if (!same) {
                throw invalid("Java reads other entries from the archive than it lists." + PACK_AGAIN);
            }
        } catch (ZipException e) {
            throw invalid("Java cannot read the archive: " + quoted(String.valueOf(e.getMessage())) + "." + PACK_AGAIN);
        }
    }

    /** Where the bytes of one entry go: counted before anything else, and kept only for the manifest. */
    private final class Unpacked {
        final ZipDirectory.Entry entry;
        private final boolean isManifest;
        private final CRC32 checksum = new CRC32();
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
        private long length;

        Unpacked(ZipDirectory.Entry entry) {
            this.entry = entry;
            this.isManifest = entry.name().equals(ZipEntryNames.MANIFEST);
        }

        void take(byte[] bytes, int count) {
            length += count;
            totalUnpacked += count;
            checkSize();
            checksum.update(bytes, 0, count);
            if (isManifest) {
                kept.write(bytes, 0, count);
            }
        }

        private void checkSize() {
            if (totalUnpacked > limits.maxUnpackedBytes()) {
                throw tooLarge("The archive unpacks to more than " + limits.maxUnpackedBytes()
                        + " bytes. Leave out what the bundle does not need.");
            }
            if (totalUnpacked > ArtifactLimits.RATIO_FREE_BYTES && totalUnpacked / limits.maxRatio() > fileSize) {
                throw tooLarge("The archive unpacks to more than " + limits.maxRatio()
                        + " times its own length, as only a zip bomb does. Leave out what the bundle does not need.");
            }
            if (isManifest && length > limits.maxManifestBytes()) {
                throw tooLarge("The manifest is longer than " + limits.maxManifestBytes() + " bytes. Shorten it.");
            }
        }

        void finish() {
            if (length != entry.size() || checksum.getValue() != entry.checksum()) {
                throw damaged(entry);
            }
            if (isManifest) {
                manifest = kept.toByteArray();
            }
        }
    }
}

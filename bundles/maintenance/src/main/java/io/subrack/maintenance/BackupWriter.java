/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.spi.Jobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a backup as a zip: the files, and at the end the manifest with the digest of each. */
final class BackupWriter implements BackupContent.Sink {
    private static final int BLOCK_BYTES = 1 << 16;

    private final ZipOutputStream zip;
    private final Instant created;
    private final List<BackupManifest.Entry> entries = new ArrayList<>();

    private BackupWriter(ZipOutputStream zip, Instant created) {
        this.zip = zip;
        this.created = created;
    }

    static BackupManifest write(
            BackupContent content, OutputStream target, String version, Instant created, Jobs.Progress progress)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(target);
        zip.setLevel(Deflater.BEST_SPEED);
        BackupWriter writer = new BackupWriter(zip, created);
        content.read(writer, progress);
        BackupManifest manifest = new BackupManifest(
                version, created, content.set(), content.database(), content.notes(), writer.entries);
        writer.begin(BackupManifest.NAME);
        zip.write(manifest.json());
        zip.closeEntry();
        zip.finish();
        return manifest;
    }

    @Override
    public void bytes(String name, byte[] content) throws IOException {
        copy(name, new ByteArrayInputStream(content), Long.MAX_VALUE);
    }

    @Override
    public boolean file(String name, Path file, long length) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            copy(name, in, length);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void copy(String name, InputStream in, long most) throws IOException {
        begin(BackupManifest.PREFIX + name);
        MessageDigest digest = Digests.sha256();
        byte[] block = new byte[BLOCK_BYTES];
        long size = 0;
        while (size < most) {
            int read = in.read(block, 0, (int) Math.min(block.length, most - size));
            if (read < 0) {
                break;
            }
            digest.update(block, 0, read);
            zip.write(block, 0, read);
            size += read;
        }
        zip.closeEntry();
        entries.add(new BackupManifest.Entry(BackupManifest.PREFIX + name, size, Digests.hex(digest)));
    }

    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(created.toEpochMilli());
        zip.putNextEntry(entry);
    }
}

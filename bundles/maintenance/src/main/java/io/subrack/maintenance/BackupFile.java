/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.spi.DataLayout;
import io.subrack.kernel.spi.Jobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip that somebody wants to restore. Nothing in it is believed: neither the names nor the sizes nor the content. Made
 * after its directory was compared with its manifest; the content is compared while it is unpacked.
 */
final class BackupFile implements AutoCloseable {
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_MANIFEST_BYTES = 64 << 20;
    private static final int MAX_NAME_CHARS = 512;
    private static final int MAX_DEPTH = 32;

    /** What the files of a platform come to; a zip bomb is a thousand and more. */
    private static final long MAX_RATIO = 300;

    private static final long RATIO_FROM_BYTES = 64L << 20;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\\\p{Cntrl}]+");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})([.-].*)?");

    private final ZipFile zip;
    private final BackupManifest manifest;

    private BackupFile(ZipFile zip, BackupManifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens a zip and checks all that can be checked without its content.
     *
     * @param platform the version that is to restore it
     * @throws BackupException if it cannot be restored
     */
    static BackupFile open(Path file, String platform) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new BackupException("it is not a whole zip file");
        }
        boolean fine = false;
        try {
            BackupManifest manifest = manifest(zip);
            requireVersion(manifest.version(), platform);
            compare(zip, manifest, Files.size(file));
            fine = true;
            return new BackupFile(zip, manifest);
        } catch (IllegalArgumentException e) {
            throw new BackupException("a name in it cannot be read");
        } finally {
            if (!fine) {
                zip.close();
            }
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    private static BackupManifest manifest(ZipFile zip) throws IOException {
        if (zip.size() > MAX_ENTRIES) {
            throw new BackupException("it has " + zip.size() + " entries, more than " + MAX_ENTRIES);
        }
        ZipEntry entry = zip.getEntry(BackupManifest.NAME);
        if (entry == null) {
            throw new BackupException("it has no " + BackupManifest.NAME + ", so it is not a backup of Subrack");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] json = in.readNBytes(MAX_MANIFEST_BYTES + 1);
            if (json.length > MAX_MANIFEST_BYTES) {
                throw new BackupException("its " + BackupManifest.NAME + " is too large");
            }
            return BackupManifest.read(json);
        } catch (ZipException e) {
            throw new BackupException("its " + BackupManifest.NAME + " is damaged");
        }
    }

    private static void requireVersion(String made, String platform) {
        Matcher theirs = VERSION.matcher(made);
        Matcher ours = VERSION.matcher(platform);
        if (!theirs.matches()) {
            throw new BackupException("it does not say which version made it");
        }
        for (int i = 1; ours.matches() && i <= 3; i++) {
            int difference = Integer.compare(Integer.parseInt(theirs.group(i)), Integer.parseInt(ours.group(i)));
            if (difference > 0) {
                throw new BackupException("it was made by version " + made + ", which is newer than this one ("
                        + platform + "): update first");
            }
            if (difference < 0) {
                return;
            }
        }
    }

    private static void compare(ZipFile zip, BackupManifest manifest, long bytes) {
        Map<String, Long> expected = new HashMap<>();
        for (BackupManifest.Entry entry : manifest.entries()) {
            requireName(entry.name());
            if (expected.put(entry.name(), entry.size()) != null) {
                throw new BackupException("its manifest lists " + BackupManifest.clean(entry.name()) + " twice");
            }
        }
        long sum = manifest.size();
        if (sum < 0 || (sum > RATIO_FROM_BYTES && sum / MAX_RATIO > bytes)) {
            throw new BackupException("it claims to hold " + sum + " bytes in " + bytes + ", which no backup does");
        }
        Set<String> found = new HashSet<>();
        zip.stream().forEach(entry -> {
            if (!found.add(entry.getName())) {
                throw new BackupException(BackupManifest.clean(entry.getName()) + " is in it twice");
            }
            Long size = expected.get(entry.getName());
            if (size == null && !entry.getName().equals(BackupManifest.NAME)) {
                throw new BackupException(BackupManifest.clean(entry.getName())
                        + " is in it, but not in its manifest: somebody has changed it");
            }
            if (size != null && entry.getSize() != size) {
                throw new BackupException(BackupManifest.clean(entry.getName()) + " has not the size of the manifest");
            }
        });
        if (found.size() != expected.size() + 1) {
            throw new BackupException("files are missing that its manifest lists");
        }
    }

    /** What is refused here leads out of the directory, or to what is never restored. */
    private static void requireName(String name) {
        if (!isName(name)) {
            throw new BackupException(BackupManifest.clean(name) + " is not a name that a backup has");
        }
    }

    /** Says whether a backup may have an entry of this name. */
    static boolean isName(String name) {
        String[] segments = name.split("/", -1);
        boolean fine = name.length() <= MAX_NAME_CHARS
                && name.startsWith(BackupManifest.PREFIX)
                && segments.length > 1
                && segments.length <= MAX_DEPTH
                && DataLayout.isBackedUp(segments[1]);
        for (String segment : segments) {
            fine &= SEGMENT.matcher(segment).matches() && !segment.equals(".") && !segment.equals("..");
        }
        return fine;
    }

    /**
     * Unpacks all files into a directory that is there and empty, and compares each with its digest. All of it is on disk on
     * return.
     *
     * @throws BackupException if one is not what the manifest says; what was unpacked is left
     */
    void unpack(Path target, Jobs.Progress progress) throws IOException {
        Set<Path> directories = new HashSet<>();
        directories.add(target);
        int done = 0;
        for (BackupManifest.Entry entry : manifest.entries()) {
            progress.checkCancelled();
            Path file = target.resolve(entry.name().substring(BackupManifest.PREFIX.length()))
                    .normalize();
            if (!file.startsWith(target)) {
                throw new BackupException(BackupManifest.clean(entry.name()) + " leads out of the data directory");
            }
            try {
                makeDirectories(target, file, directories);
                unpack(entry, file);
            } catch (ZipException e) {
                throw new BackupException(BackupManifest.clean(entry.name()) + " is damaged");
            } catch (FileSystemException e) {
                if (e instanceof java.nio.file.FileAlreadyExistsException) {
                    throw new BackupException(BackupManifest.clean(entry.name()) + " is a file and a directory");
                }
                throw e;
            }
            progress.percent(10 + 80 * ++done / manifest.entries().size());
        }
        for (Path directory : directories) {
            Disk.forceNames(directory);
        }
    }

    private static void makeDirectories(Path root, Path file, Set<Path> made) throws IOException {
        Path directory = root;
        Path within = root.relativize(file);
        for (int i = 0; i < within.getNameCount() - 1; i++) {
            directory = directory.resolve(within.getName(i));
            if (made.add(directory)) {
                Disk.directories(directory);
            }
        }
    }

    private void unpack(BackupManifest.Entry entry, Path file) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] block = new byte[BLOCK_BYTES];
        long size = 0;
        try (InputStream in = zip.getInputStream(zip.getEntry(entry.name()));
                OutputStream out = Disk.create(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                size += read;
                if (size > entry.size()) {
                    break;
                }
                digest.update(block, 0, read);
                out.write(block, 0, read);
            }
        }
        if (size != entry.size() || !Digests.hex(digest).equals(entry.sha256())) {
            throw new BackupException(BackupManifest.clean(entry.name()) + " is not what its manifest says");
        }
        Disk.force(file);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}

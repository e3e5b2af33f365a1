/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.spi.DataLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A restore that waits for this start. It is applied in two passes: what is there moves aside, then what is pending moves in.
 * A journal says which pass it is, so that a start that is killed at any instant is completed by the next one: each step is
 * one rename, and is not repeated once it is done.
 */
final class PendingRestore {
    private static final String JOURNAL = "journal";
    private static final String ASIDE = "aside ";
    private static final String IN = "in ";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path root;
    private final Path restore;
    private final Path pending;
    private final Path content;
    private final Path marker;
    private final Path journal;
    private final RestoreDisk disk;
    private final Clock clock;

    PendingRestore(Path root, RestoreDisk disk, Clock clock) {
        this.root = root;
        this.restore = root.resolve(DataLayout.RESTORE);
        this.pending = restore.resolve(DataLayout.PENDING);
        this.content = pending.resolve(DataLayout.CONTENT);
        this.marker = pending.resolve(DataLayout.MARKER);
        this.journal = restore.resolve(JOURNAL);
        this.disk = disk;
        this.clock = clock;
    }

    /**
     * Applies it, if there is one. The data directory must be locked, and nothing in it open.
     *
     * @return the directory that has what was there before; empty if there was nothing to restore
     * @throws IOException if it cannot be done; to call this again goes on where it ended
     */
    Optional<Path> apply() throws IOException {
        String phase = phase();
        if (phase.isEmpty()) {
            return Optional.empty();
        }
        Path before = root.resolve(phase.substring(phase.indexOf(' ') + 1));
        if (phase.startsWith(ASIDE)) {
            moveAside(before);
            disk.write(journal, IN + before.getFileName());
        }
        moveIn(before);
        if (Files.exists(marker)) {
            disk.write(
                    restore.resolve(DataLayout.APPLIED_BEFORE),
                    before.getFileName().toString());
            disk.move(marker, restore.resolve(DataLayout.APPLIED));
            disk.forceNames(restore);
        }
        disk.delete(pending);
        disk.delete(journal);
        disk.forceNames(restore);
        return Optional.of(before);
    }

    /** Returns the pass and the directory for what is there; begins if there is something to restore. */
    private String phase() throws IOException {
        if (Files.exists(journal)) {
            String text = Files.readString(journal, StandardCharsets.UTF_8).strip();
            if (!text.matches("(aside|in) " + DataLayout.BEFORE + "[0-9-]+")) {
                throw new IOException(journal + " cannot be understood: '" + text + "'");
            }
            return text;
        }
        if (!Files.exists(marker) || !Files.isDirectory(content)) {
            return "";
        }
        String text = ASIDE + unusedName();
        disk.write(journal, text);
        return text;
    }

    private String unusedName() {
        String stamp = DataLayout.BEFORE + STAMP.format(clock.instant());
        String name = stamp;
        for (int i = 2; Files.exists(root.resolve(name)); i++) {
            name = stamp + "-" + i;
        }
        return name;
    }

    private void moveAside(Path before) throws IOException {
        disk.makeDirectory(before);
        for (Path entry : entries(root)) {
            if (!DataLayout.stays(entry.getFileName().toString())) {
                disk.move(entry, before.resolve(entry.getFileName()));
            }
        }
        disk.forceNames(before);
        disk.forceNames(root);
    }

    private void moveIn(Path before) throws IOException {
        if (!Files.isDirectory(content)) {
            return;
        }
        for (Path entry : entries(content)) {
            Path target = root.resolve(entry.getFileName());
            if (DataLayout.stays(entry.getFileName().toString())) {
                throw new IOException(entry + " cannot be restored: what is called so is never part of a backup");
            }
            if (Files.exists(target)) { // somebody has put it there since the first pass
                disk.move(target, before.resolve(entry.getFileName() + "-later"));
            }
            disk.move(entry, target);
        }
        disk.forceNames(root);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Real files that end all work at the k-th operation, the way a power cut does. What the operation itself leaves, and
 * whether names that were not forced survive, depends on the kind of cut.
 */
final class PowerCut implements DurableFiles {
    /** What is left on disk. */
    enum Kind {
        /** The operation did not happen; everything before it did. */
        BEFORE_OPERATION,
        /** A write happened half; everything before it did. */
        HALF_WRITTEN,
        /** The operation did not happen, and no name that was not forced survived. */
        UNFORCED_NAMES_LOST
    }

    private final DurableFiles disk = new DiskFiles();
    private final Deque<Undo> unforced = new ArrayDeque<>();
    private final Kind kind;
    private final int at;
    private int operations;

    /** Thrown at the cut, and by everything after it. */
    static final class Darkness extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Undo(Path directory, Path file, byte @Nullable [] content) {}

    PowerCut(Kind kind, int at) {
        this.kind = kind;
        this.at = at;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        if (++operations == at && kind == Kind.HALF_WRITTEN) {
            Files.write(file, Arrays.copyOf(content, content.length / 2));
        }
        checkPower();
        remember(file);
        disk.write(file, content);
    }

    @Override
    public void force(Path file) throws IOException {
        operations++;
        checkPower();
        disk.force(file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        operations++;
        checkPower();
        remember(from);
        remember(to);
        disk.move(from, to);
    }

    @Override
    public void forceNames(Path directory) throws IOException {
        operations++;
        checkPower();
        disk.forceNames(directory);
        unforced.removeIf(undo -> undo.directory().equals(directory));
    }

    @Override
    public void delete(Path file) throws IOException {
        operations++;
        checkPower();
        remember(file);
        disk.delete(file);
    }

    private void remember(Path file) throws IOException {
        unforced.push(new Undo(file.getParent(), file, Files.exists(file) ? Files.readAllBytes(file) : null));
    }

    private void checkPower() {
        if (operations < at) {
            return;
        }
        if (kind == Kind.UNFORCED_NAMES_LOST) {
            unforced.forEach(PowerCut::undo);
            unforced.clear();
        }
        throw new Darkness();
    }

    private static void undo(Undo undo) {
        try {
            if (undo.content() == null) {
                Files.deleteIfExists(undo.file());
            } else {
                Files.write(undo.file(), undo.content());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

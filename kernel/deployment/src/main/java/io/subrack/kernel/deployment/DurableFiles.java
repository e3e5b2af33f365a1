/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** The file operations that crash safety rests on; apart, so that a test can end the process between any two. */
interface DurableFiles {
    /** Writes a whole file; its content is on disk on return, its name perhaps not yet. */
    void write(Path file, byte[] content) throws IOException;

    /** Forces the content of a file that somebody else wrote. */
    void force(Path file) throws IOException;

    /** Gives a file another name, in one step, also over an existing file. */
    void move(Path from, Path to) throws IOException;

    /** Forces the names in a directory: what was moved into it or deleted from it stays so. */
    void forceNames(Path directory) throws IOException;

    void delete(Path file) throws IOException;

    /** Replaces a file so that a crash leaves the old content or the new: two forces. */
    default void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + DiskFiles.TEMPORARY);
        write(temporary, content);
        move(temporary, file);
        forceNames(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real files that note what is done to them. */
final class CountingFiles implements DurableFiles {
    private final DurableFiles disk = new DiskFiles();
    private final List<String> operations = new ArrayList<>();

    List<String> operations() {
        return operations;
    }

    /** Returns how often something was forced: a write counts once, for its content. */
    long forces() {
        return operations.stream()
                .filter(operation -> !operation.equals("move") && !operation.startsWith("delete"))
                .count();
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        operations.add("write " + file.getFileName());
        disk.write(file, content);
    }

    @Override
    public void force(Path file) throws IOException {
        operations.add("force " + file.getFileName());
        disk.force(file);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        operations.add("move");
        disk.move(from, to);
    }

    @Override
    public void forceNames(Path directory) throws IOException {
        operations.add("forceNames " + directory.getFileName());
        disk.forceNames(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        operations.add("delete " + file.getFileName());
        disk.delete(file);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The console's files as they stand in a source folder, each module on its own, for those who change the console. What
 * the folder does not have comes from the bundle: what the build makes of packages.
 */
final class SourceAssets implements Assets {
    private final Path folder;
    private final Assets packed;

    SourceAssets(Path folder, Assets packed) {
        this.folder = folder.toAbsolutePath().normalize();
        this.packed = packed;
    }

    @Override
    public String version() {
        return "source";
    }

    @Override
    public boolean lasting() {
        return false;
    }

    @Override
    public List<String> early() {
        return List.of("lit.js");
    }

    @Override
    public Optional<File> file(String name) throws IOException {
        Optional<String> type = File.type(name);
        if (type.isEmpty() || !name.matches("[a-zA-Z0-9-]+([./][a-zA-Z0-9-]+)*")) {
            return Optional.empty();
        }
        Path file = folder.resolve(name).normalize();
        return file.startsWith(folder) && Files.isRegularFile(file)
                ? Optional.of(new File(type.get(), Files.readAllBytes(file), false))
                : packed.file(name);
    }
}

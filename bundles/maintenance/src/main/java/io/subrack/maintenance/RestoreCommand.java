/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.Jobs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks a backup and leaves it for the next start, while the platform is stopped. */
public final class RestoreCommand {
    static final int FINE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int RUNS = 3;

    private final PrintStream out;
    private final PrintStream err;

    RestoreCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        System.exit(new RestoreCommand(System.out, System.err).run(System.getenv(), List.of(arguments)));
    }

    /** Returns the exit code. */
    int run(Map<String, String> environment, List<String> arguments) {
        if (arguments.size() != 1) {
            err.println("usage: subrack restore <backup>: a zip, or the id of a backup in the data directory");
            return WRONG_USAGE;
        }
        Path data = Path.of(environment.getOrDefault("SUBRACK_DATA", "data")).toAbsolutePath();
        Path zip = Path.of(arguments.get(0));
        Path kept = data.resolve(BackupStore.DIRECTORY).resolve(arguments.get(0) + ".zip");
        if (!Files.isRegularFile(zip) && Files.isRegularFile(kept)) {
            zip = kept;
        }
        if (!Files.isRegularFile(zip)) {
            err.println("subrack: there is no file '" + zip + "', and no backup of that id in "
                    + data.resolve(BackupStore.DIRECTORY));
            return WRONG_USAGE;
        }
        try {
            return restore(data, zip, environment.getOrDefault("SUBRACK_VERSION", "0.0.0"));
        } catch (ProblemException e) {
            err.println("subrack: " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("subrack: the data directory " + data + " cannot be used: " + e);
            return FAILED;
        }
    }

    private int restore(Path data, Path zip, String version) throws IOException {
        Disk.directories(data);
        String user = Objects.requireNonNullElse(System.getProperty("user.name"), "");
        String owner = Files.getOwner(data).getName();
        if (!owner.equals(user) && !owner.endsWith("\\" + user)) {
            err.println("subrack: the data directory " + data + " belongs to '" + owner
                    + "', and its platform could not read" + " what '" + user + "' restores: run this as '" + owner
                    + "'");
            return FAILED;
        }
        try (FileChannel channel =
                        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                err.println(
                        "subrack: the platform runs on " + data + "; stop it, or restore with a token over its API");
                return RUNS;
            }
            RestoreStore store = new RestoreStore(data);
            store.tidy();
            RestoreStore.Restore restore = store.stage(zip, "file " + zip.getFileName(), user, version, new Silent());
            out.println(
                    "The backup of " + restore.created() + " (set " + restore.set() + ", version " + restore.version()
                            + ") is whole. The next start puts it in the place of what is in " + data + ".");
            RestoreStore.hints(restore).forEach(out::println);
            return FINE;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Nobody follows it. */
    private static final class Silent implements Jobs.Progress {
        @Override
        public String id() {
            return "restore";
        }

        @Override
        public void step(String name) {}

        @Override
        public void detail(String text) {}

        @Override
        public void percent(int percent) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void checkCancelled() {}
    }
}

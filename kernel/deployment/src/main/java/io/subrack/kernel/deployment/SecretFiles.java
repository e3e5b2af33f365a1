/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.spi.ConfigurationLayers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Secrets, one to a file that only the platform's user can read: those that an admin keeps in {@code secrets} of the
 * configuration directory, and those set through the management API in {@code secrets} of the data directory.
 */
final class SecretFiles {
    private static final int MAX_BYTES = 65_536;
    private static final Pattern FILE_NAME =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    /** Also the names of texts that were put away for a key of a revision: {@code 12~password}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,199}");

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final @Nullable Path configured;
    private final @Nullable Path set;
    private final DurableFiles files;

    /**
     * @param config the configuration directory, if there is one
     * @param data the data directory, if there is one
     */
    SecretFiles(@Nullable Path config, @Nullable Path data, DurableFiles files) {
        this.configured = config == null ? null : config.resolve("secrets");
        this.set = data == null ? null : data.resolve("secrets");
        this.files = files;
    }

    /** @throws IllegalArgumentException saying why it cannot be read */
    String file(String name) {
        if (configured == null || !FILE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("$[file:" + name + "] must name a file below 'secrets' of the"
                    + " configuration directory, in letters, digits, '.', '_', '-' and '/'");
        }
        return read(configured.resolve(name), "$[file:" + name + "]");
    }

    /** @throws IllegalArgumentException saying why it cannot be read */
    String secret(String name) {
        if (set == null || !NAME.matcher(name).matches() || !Files.exists(set.resolve(name))) {
            throw new IllegalArgumentException("there is no secret " + Refusal.quoted(name) + "; set it first");
        }
        return read(set.resolve(name), "$[secret:" + name + "]");
    }

    private static String read(Path file, String reference) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(reference + ": there is no file " + file);
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(reference + ": " + file + " is larger than " + MAX_BYTES + " bytes");
            }
            if (openToOthers(file)) {
                throw new IllegalArgumentException(
                        reference + ": others can read " + file + "; make it readable for its owner alone (chmod 600)");
            }
            String text = Files.readString(file);
            return text.endsWith("\n") ? text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1)) : text;
        } catch (IOException e) {
            throw new IllegalArgumentException(reference + ": " + file + " cannot be read: " + e, e);
        }
    }

    private static boolean openToOthers(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
    }

    /** Returns the names of those that were set by name. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        if (set != null && Files.isDirectory(set)) {
            try (Stream<Path> all = Files.list(set)) {
                all.map(file -> file.getFileName().toString())
                        .filter(name -> !name.endsWith(DiskFiles.TEMPORARY))
                        .filter(name ->
                                ConfigurationLayers.SECRET_NAME.matcher(name).matches())
                        .forEach(names::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    void put(String name, String text) throws IOException {
        if (set == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name of a secret");
        }
        directory(set);
        Path file = set.resolve(name);
        Path temporary = file.resolveSibling(name + DiskFiles.TEMPORARY);
        Files.deleteIfExists(temporary);
        if (Files.getFileAttributeView(set, PosixFileAttributeView.class) != null) {
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        files.move(temporary, file);
        files.forceNames(set);
    }

    private void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory);
            PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
            if (view != null) {
                view.setPermissions(OWNER);
            }
            files.forceNames(Objects.requireNonNull(directory.toAbsolutePath().getParent()));
        }
    }

    boolean delete(String name) throws IOException {
        if (set == null || !NAME.matcher(name).matches() || !Files.exists(set.resolve(name))) {
            return false;
        }
        files.delete(set.resolve(name));
        files.forceNames(set);
        return true;
    }

    /** Deletes what was put away for a revision that never came to be. */
    void deleteOf(long revision) throws IOException {
        if (set == null || !Files.isDirectory(set)) {
            return;
        }
        try (Stream<Path> all = Files.list(set)) {
            for (Path file : all.filter(it -> it.getFileName().toString().startsWith(revision + "~"))
                    .toList()) {
                files.delete(file);
            }
        }
    }
}

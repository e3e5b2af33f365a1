/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The servers that this person works with, each by a name, with what logs in there. Kept in one file that is readable to
 * its owner alone and changed by one process at a time.
 */
final class Contexts {
    static final String DEFAULT = "default";

    /**
     * A server, and a login there.
     *
     * @param ca a file with the certificates to trust, in PEM; null for those that Java trusts
     * @param expires end of the access token in seconds since 1970
     */
    record Context(
            String name,
            String url,
            @Nullable String ca,
            @Nullable String accessToken,
            long expires,
            @Nullable String refreshToken) {
        Context withTokens(@Nullable String access, long until, @Nullable String refresh) {
            return new Context(name, url, ca, access, until, refresh);
        }

        /** Tokens are nobody's business. */
        @Override
        public String toString() {
            return name + " " + url;
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;

    Contexts(Path directory) {
        this.file = directory.resolve("contexts.json");
    }

    /** Returns the contexts of the person that this process runs for. */
    static Contexts of(Terminal terminal) {
        String own = terminal.variable("SUBRACK_CLI_HOME");
        if (own != null) {
            return new Contexts(Path.of(own));
        }
        String xdg = terminal.variable("XDG_CONFIG_HOME");
        Path base = xdg != null ? Path.of(xdg) : Path.of(System.getProperty("user.home", "."), ".config");
        return new Contexts(base.resolve("subrack"));
    }

    List<Context> all() {
        var all = new ArrayList<Context>();
        read().path("contexts").properties().forEach(entry -> all.add(context(entry.getKey(), entry.getValue())));
        return all;
    }

    String current() {
        return read().path("current").asText(DEFAULT);
    }

    Optional<Context> find(String name) {
        return all().stream().filter(context -> context.name().equals(name)).findFirst();
    }

    void use(String name) {
        change(tree -> tree.put("current", name));
    }

    void put(Context context) {
        change(tree -> {
            ObjectNode node = tree.withObjectProperty("contexts").putObject(context.name());
            node.put("url", context.url());
            putIfThere(node, "ca", context.ca());
            putIfThere(node, "accessToken", context.accessToken());
            node.put("expires", context.expires());
            putIfThere(node, "refreshToken", context.refreshToken());
            return tree;
        });
    }

    /** Forgets a context; returns whether there was one. */
    boolean remove(String name) {
        boolean known = find(name).isPresent();
        change(tree -> {
            tree.withObjectProperty("contexts").remove(name);
            return tree;
        });
        return known;
    }

    /** Runs something while no other process of this person changes its tokens. */
    <T> T locked(java.util.function.Supplier<T> work) {
        try {
            Path directory = directory();
            try (var channel = FileChannel.open(
                            directory.resolve("contexts.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                assert lock.isValid();
                return work.get();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void change(UnaryOperator<ObjectNode> change) {
        try {
            Path directory = directory();
            byte[] bytes = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(change.apply(read()));
            Path partial = Files.createTempFile(directory, ".contexts", null); // 0600
            try {
                Files.write(partial, bytes);
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Path directory() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("no directory");
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
        return directory;
    }

    private ObjectNode read() {
        if (!Files.exists(file)) {
            return MAPPER.createObjectNode();
        }
        try {
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        throw new CliException(ExitCode.USAGE, file + " is not what this command writes; delete it and log in again");
    }

    private CliException unusable(IOException e) {
        return new CliException(
                ExitCode.USAGE,
                "the file with your logins, " + file + ", cannot be used (" + e.getMessage()
                        + "); mend or delete it, or set SUBRACK_CLI_HOME to a directory that can be written",
                e);
    }

    private static Context context(String name, JsonNode node) {
        return new Context(
                name,
                node.path("url").asText(),
                text(node, "ca"),
                text(node, "accessToken"),
                node.path("expires").asLong(),
                text(node, "refreshToken"));
    }

    private static @Nullable String text(JsonNode node, String member) {
        JsonNode value = node.get(member);
        return value == null || value.isNull() ? null : value.asText();
    }

    private static void putIfThere(ObjectNode node, String member, @Nullable String value) {
        if (value != null) {
            node.put(member, value);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** A file with one JSON document that is replaced whole: a crash leaves the old one or the new. */
final class JsonFile {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int MAX_BYTES = 16 << 20;

    private final Path file;

    JsonFile(Path file) {
        this.file = file;
    }

    /** Returns the document, or empty if there is no file. */
    Optional<JsonNode> read() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is longer than " + MAX_BYTES + " bytes");
            }
            return Optional.of(MAPPER.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    void write(JsonNode document) {
        try {
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Files.createDirectories(directory);
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            forceNames(directory);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private static void forceNames(Path directory) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows cannot open a directory; NTFS journals names itself
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    CatalogueException failed(String what, Exception cause) {
        return new CatalogueException(
                CatalogueProblem.STORE_FAILED,
                file + " cannot be " + what + ": " + cause.getMessage() + ". Mend it, or move it away to begin anew.",
                cause);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.orders;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Keeps each order in a file of its own, written once: two versions of this bundle cannot get in each other's way. */
@Component(service = OrderBook.class)
public final class OrderBook {
    private final ObjectMapper json = new ObjectMapper();
    private final Path directory;

    @Activate
    public OrderBook(BundleContext context) {
        this(Path.of(
                context.getProperty("subrack.data"),
                "bundle-data",
                context.getBundle().getSymbolicName()));
    }

    OrderBook(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data directory " + directory, e);
        }
    }

    void enter(Order order) throws IOException {
        Path fresh = directory.resolve(order.id() + ".new");
        Files.write(fresh, json.writeValueAsBytes(order));
        Files.move(fresh, directory.resolve(order.id() + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns one order, or empty; the id may be any text that a client has sent. */
    Optional<Order> order(String id) {
        if (!id.matches("[0-9a-f-]{36}")) {
            return Optional.empty();
        }
        return read(directory.resolve(id + ".json"));
    }

    /** Returns all orders, sorted by their ids. */
    List<Order> orders() {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private Optional<Order> read(Path file) {
        try {
            return Optional.of(json.readValue(Files.readAllBytes(file), Order.class));
        } catch (NoSuchFileException notThere) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

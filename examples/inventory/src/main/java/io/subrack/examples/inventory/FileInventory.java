/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.inventory;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.examples.inventory.api.Inventory;
import io.subrack.examples.inventory.api.InventoryException;
import io.subrack.examples.inventory.api.InventoryException.Reason;
import io.subrack.examples.inventory.api.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps the items in one JSON file. The file is the only state: during an update the old and the new version of this
 * bundle run beside each other for a moment, and both must see the same stock. So each change takes a lock that also
 * the other version respects, and nothing is remembered in between.
 */
@Component(service = Inventory.class)
public final class FileInventory implements Inventory {
    private static final TypeReference<TreeMap<String, Item>> ITEMS = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private final Path lockFile;

    /**
     * Data goes below the platform's data directory, into a directory named after the bundle.
     * {@code BundleContext.getDataFile} would not do: the framework's storage does not outlive a restart.
     */
    @Activate
    public FileInventory(BundleContext context) {
        this(Path.of(
                context.getProperty("subrack.data"),
                "bundle-data",
                context.getBundle().getSymbolicName()));
    }

    FileInventory(Path directory) {
        file = directory.resolve("items.json");
        lockFile = directory.resolve("lock");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data directory " + directory, e);
        }
    }

    @Override
    public List<Item> items() {
        return List.copyOf(read().values());
    }

    @Override
    public Optional<Item> item(String sku) {
        return Optional.ofNullable(read().get(sku));
    }

    @Override
    public void add(Item item) {
        change(items -> {
            if (items.putIfAbsent(item.sku(), item) != null) {
                throw new InventoryException(Reason.ITEM_EXISTS, "item " + item.sku() + " exists already");
            }
            return item;
        });
    }

    @Override
    public boolean put(Item item) {
        return change(items -> items.put(item.sku(), item) == null);
    }

    @Override
    public boolean remove(String sku) {
        return change(items -> items.remove(sku) != null);
    }

    @Override
    public Item change(String sku, int by) {
        return change(items -> {
            Item before = items.get(sku);
            if (before == null) {
                throw new InventoryException(Reason.UNKNOWN_ITEM, "there is no item " + sku);
            }
            if (before.quantity() + by < 0) {
                throw new InventoryException(
                        Reason.OUT_OF_STOCK, "only " + before.quantity() + " of " + sku + " left, asked for " + -by);
            }
            Item after = new Item(sku, before.name(), before.quantity() + by);
            items.put(sku, after);
            return after;
        });
    }

    private synchronized <T> T change(Function<SortedMap<String, Item>, T> change) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel);
            SortedMap<String, Item> items = read();
            T result = change.apply(items);
            write(items);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Takes the lock until the channel is closed. Waits for another version of this bundle, which runs in the same
     * process and lets go in a moment.
     */
    private static void lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                channel.lock();
                return;
            } catch (OverlappingFileLockException heldByTheOtherVersion) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Needs no lock: the file is always replaced whole. */
    private SortedMap<String, Item> read() {
        try {
            return json.readValue(Files.readAllBytes(file), ITEMS);
        } catch (NoSuchFileException nothingYet) {
            return new TreeMap<>();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void write(SortedMap<String, Item> items) throws IOException {
        Path fresh = file.resolveSibling("items.json.new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(items));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

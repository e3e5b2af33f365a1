/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.examples.inventory.api.InventoryException;
import io.subrack.examples.inventory.api.Item;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInventoryTest {
    @TempDir
    Path directory;

    private FileInventory inventory;

    @BeforeEach
    void open() {
        inventory = new FileInventory(directory);
    }

    @Test
    void remembersItemsAcrossARestart() {
        inventory.add(new Item("nut", "Nut M4", 7));

        assertThat(new FileInventory(directory).items()).containsExactly(new Item("nut", "Nut M4", 7));
    }

    @Test
    void refusesToAddTwice() {
        inventory.add(new Item("nut", "Nut M4", 7));

        assertThatThrownBy(() -> inventory.add(new Item("nut", "Nut M5", 1)))
                .isInstanceOf(InventoryException.class)
                .hasMessageContaining("exists already");
        assertThat(inventory.item("nut")).contains(new Item("nut", "Nut M4", 7));
    }

    @Test
    void givesNoMoreThanThereIs() {
        inventory.add(new Item("nut", "Nut M4", 7));

        assertThatThrownBy(() -> inventory.change("nut", -8)).hasMessage("only 7 of nut left, asked for 8");
        assertThat(inventory.change("nut", -7).quantity()).isZero();
    }

    @Test
    void losesNoChangeWhileTwoVersionsOfTheBundleAreLive() throws Exception {
        inventory.add(new Item("nut", "Nut M4", 400));
        var other = new FileInventory(directory);

        var threads = Executors.newFixedThreadPool(4);
        try {
            var work = Stream.of(inventory, other, inventory, other)
                    .map(version -> (Callable<Void>) () -> {
                        for (int i = 0; i < 50; i++) {
                            version.change("nut", -1);
                        }
                        return null;
                    })
                    .toList();
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(other.item("nut").orElseThrow().quantity()).isEqualTo(200);
    }
}

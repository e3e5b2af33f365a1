/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.examples.inventory.api.Inventory;
import io.subrack.examples.inventory.api.InventoryException;
import io.subrack.examples.inventory.api.InventoryException.Reason;
import io.subrack.examples.inventory.api.Item;
import io.subrack.examples.orders.OrderResource.OrderBody;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderResourceTest {
    @TempDir
    Path directory;

    private final OneItem inventory = new OneItem(new Item("nut", "Nut M4", 7));

    @Test
    void takesFromTheStock() throws Exception {
        var answer = orders().take(new OrderBody("nut", 3));

        assertThat(answer.getStatus()).isEqualTo(201);
        assertThat(inventory.item.quantity()).isEqualTo(4);
        Order order = (Order) answer.getEntity();
        assertThat(orders().order(order.id())).isEqualTo(order);
        assertThat(orders().orders().items()).containsExactly(order);
    }

    @Test
    void answersConflictWhenTheStockIsTooLow() {
        assertThatThrownBy(() -> orders().take(new OrderBody("nut", 8)))
                .isInstanceOfSatisfying(
                        ClientErrorException.class,
                        e -> assertThat(e.getResponse().getStatus()).isEqualTo(409));
        assertThat(orders().orders().items()).isEmpty();
    }

    @Test
    void refusesAnItemThatDoesNotExist() {
        assertThatThrownBy(() -> orders().take(new OrderBody("bolt", 1)))
                .isInstanceOfSatisfying(
                        ClientErrorException.class,
                        e -> assertThat(e.getResponse().getStatus()).isEqualTo(422));
    }

    @Test
    void refusesAnOrderOfNothing() {
        assertThatThrownBy(() -> orders().take(new OrderBody("nut", 0))).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> orders().take(null)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void givesBackWhatItCouldNotEnter() throws Exception {
        OrderResource orders = orders();
        Files.delete(directory.resolve("orders"));

        assertThatThrownBy(() -> orders.take(new OrderBody("nut", 3))).isInstanceOf(java.io.IOException.class);

        assertThat(inventory.item.quantity()).isEqualTo(7);
    }

    @Test
    void findsNothingOutsideItsDirectory() {
        assertThatThrownBy(() -> orders().order("../secret")).isInstanceOf(NotFoundException.class);
    }

    private OrderResource orders() {
        return new OrderResource(inventory, new OrderBook(directory.resolve("orders")));
    }

    /** An inventory with one item, as small as the tests need it. */
    private static final class OneItem implements Inventory {
        private Item item;

        OneItem(Item item) {
            this.item = item;
        }

        @Override
        public List<Item> items() {
            return List.of(item);
        }

        @Override
        public Optional<Item> item(String sku) {
            return items().stream().filter(each -> each.sku().equals(sku)).findFirst();
        }

        @Override
        public void add(Item added) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean put(Item replaced) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(String sku) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Item change(String sku, int by) {
            Item before =
                    item(sku).orElseThrow(() -> new InventoryException(Reason.UNKNOWN_ITEM, "there is no " + sku));
            if (before.quantity() + by < 0) {
                throw new InventoryException(Reason.OUT_OF_STOCK, "not enough of " + sku);
            }
            item = new Item(sku, before.name(), before.quantity() + by);
            return item;
        }
    }
}

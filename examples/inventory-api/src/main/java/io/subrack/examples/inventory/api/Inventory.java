/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.inventory.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Knows what is in stock. A service of the OSGi registry; thread-safe. */
@ProviderType
public interface Inventory {
    /** Returns all items, sorted by {@link Item#sku()}. */
    List<Item> items();

    /** Returns one item, or empty if there is none of that name. */
    Optional<Item> item(String sku);

    /**
     * Adds an item.
     *
     * @throws InventoryException {@link InventoryException.Reason#ITEM_EXISTS}
     */
    void add(Item item);

    /**
     * Adds an item or replaces it.
     *
     * @return whether it was added
     */
    boolean put(Item item);

    /** Removes an item and says whether it was there. */
    boolean remove(String sku);

    /**
     * Changes the quantity of an item in one step.
     *
     * @param by how many come in; below 0 if they go out
     * @return the item afterwards
     * @throws InventoryException {@link InventoryException.Reason#UNKNOWN_ITEM} or
     *     {@link InventoryException.Reason#OUT_OF_STOCK}; nothing is changed then
     */
    Item change(String sku, int by);
}

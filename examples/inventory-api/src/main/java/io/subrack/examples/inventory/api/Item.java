/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.inventory.api;

/**
 * Something that is kept in stock.
 *
 * @param sku how it is called: 1 to 40 letters, digits and dashes
 * @param name what it is
 * @param quantity how many there are, 0 or more
 */
public record Item(String sku, String name, int quantity) {
    /** @throws IllegalArgumentException if a value is outside its limits */
    public Item {
        if (sku == null || !sku.matches("[A-Za-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("sku must have 1 to 40 letters, digits and dashes, not: " + sku);
        }
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("name of " + sku + " must not be blank");
        }
        if (quantity < 0) {
            throw new IllegalArgumentException("quantity of " + sku + " must not be below 0, but is " + quantity);
        }
    }
}

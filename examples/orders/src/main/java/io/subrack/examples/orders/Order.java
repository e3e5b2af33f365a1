/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.orders;

/**
 * An order that was taken.
 *
 * @param id how it is called
 * @param sku the item
 * @param quantity how many
 */
public record Order(String id, String sku, int quantity) {}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.inventory.api;

/** Says why the inventory could not do as asked. */
public final class InventoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What a caller can tell apart. */
    public enum Reason {
        UNKNOWN_ITEM,
        ITEM_EXISTS,
        OUT_OF_STOCK
    }

    private final Reason reason;

    public InventoryException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

/**
 * A page that is wanted.
 *
 * @param filter which records
 * @param after only records with a higher number; 0 for all
 * @param before only records with a lower number; {@link Long#MAX_VALUE} for all
 * @param order what comes first
 * @param limit at most so many records, 1 to {@value #MAX_LIMIT}
 */
public record AuditQuery(AuditFilter filter, long after, long before, Order order, int limit) {
    public static final int MAX_LIMIT = 1000;

    /** @throws IllegalArgumentException if the limit is not of its range */
    public AuditQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }

    public static AuditQuery newest(AuditFilter filter, int limit) {
        return new AuditQuery(filter, 0, Long.MAX_VALUE, Order.NEWEST, limit);
    }

    public static AuditQuery oldest(AuditFilter filter, int limit) {
        return new AuditQuery(filter, 0, Long.MAX_VALUE, Order.OLDEST, limit);
    }

    /** Returns the query for the page that starts behind this record. */
    public AuditQuery behind(long sequence) {
        return order == Order.NEWEST
                ? new AuditQuery(filter, after, sequence, order, limit)
                : new AuditQuery(filter, sequence, before, order, limit);
    }

    /** What comes first. */
    public enum Order {
        NEWEST,
        OLDEST
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

/**
 * A handler at its place.
 *
 * @param prefix path prefix that is matched segment by segment: {@code /greeter} takes {@code /greeter} and
 *     {@code /greeter/ada}, not {@code /greeters}; the longest prefix wins; {@code /} takes what nobody else takes
 * @param access who may call it
 * @param handler who answers; the same handler may stand at several prefixes
 * @param maxBodyBytes how large a request's body may be; 0 for what the administrator has set for all
 */
public record Mount(String prefix, Access access, MountHandler handler, long maxBodyBytes) {
    /**
     * @throws IllegalArgumentException if the prefix is not {@code /} or {@code /a/b} in literal segments, or the limit
     *     is negative
     */
    public Mount {
        if (!prefix.equals("/") && !prefix.matches("(/[^/;?#%\\s]+)+")) {
            throw new IllegalArgumentException("a mount prefix is '/' or literal segments like '/a/b', not: " + prefix);
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBodyBytes must not be negative: " + maxBodyBytes);
        }
    }

    public Mount(String prefix, Access access, MountHandler handler) {
        this(prefix, access, handler, 0);
    }
}

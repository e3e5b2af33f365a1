/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

/**
 * A handler at its place.
 *
 * @param prefix path prefix that is matched segment by segment: {@code /greeter} takes {@code /greeter} and
 *     {@code /greeter/ada}, not {@code /greeters}; the longest prefix wins; {@code /} takes what nobody else takes
 * @param access who may call it
 * @param handler who answers; the same handler may stand at several prefixes
 */
public record Mount(String prefix, Access access, MountHandler handler) {
    /** @throws IllegalArgumentException if the prefix is not {@code /} or {@code /a/b} in literal segments */
    public Mount {
        if (!prefix.equals("/") && !prefix.matches("(/[^/;?#%\\s]+)+")) {
            throw new IllegalArgumentException("a mount prefix is '/' or literal segments like '/a/b', not: " + prefix);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/**
 * One thing that a bundle offers to the outside, as a participant names it.
 *
 * @param kind what it is, in lower case: {@value #ENDPOINT}, {@value #ROUTE}, {@value #SERVICE}, {@value #PUBLIC},
 *     {@value #SCOPE} or a participant's own kind
 * @param id how it is called, unique within its kind: {@code GET /greeter/{name}}, {@code /greeter},
 *     {@code com.acme.Stock}
 */
public record Contribution(String kind, String id) implements Comparable<Contribution> {
    /** An HTTP method and a route template, as in {@code GET /greeter/{name}}. */
    public static final String ENDPOINT = "endpoint";

    /** A path prefix that the bundle owns at the front door, as in {@code /greeter}. */
    public static final String ROUTE = "route";

    /** A service interface in the OSGi registry. */
    public static final String SERVICE = "service";

    /** A path prefix below which anybody may call what the bundle declares as public, as in {@code /greeter}. */
    public static final String PUBLIC = "public";

    /** A scope that the bundle defines, as in {@code orders.read}; defined by one bundle of a set. */
    public static final String SCOPE = "scope";

    @Override
    public int compareTo(Contribution other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : id.compareTo(other.id);
    }
}

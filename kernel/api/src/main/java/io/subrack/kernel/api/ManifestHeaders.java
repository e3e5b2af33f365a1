/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/** Manifest headers that Subrack adds to those of OSGi. All are optional. */
public final class ManifestHeaders {
    /**
     * How the bundle may be updated: {@value #SIDE_BY_SIDE} (the default) or {@value #EXCLUSIVE}. A bundle that owns
     * something that exists once (a port, a scheduler, a queue consumer) says {@value #EXCLUSIVE}; its requests are
     * held while the old version stops and the new one starts.
     */
    public static final String UPDATE = "Subrack-Update";

    public static final String SIDE_BY_SIDE = "side-by-side";

    public static final String EXCLUSIVE = "exclusive";

    /**
     * The scopes that the bundle asks for its own service account, comma separated, as in {@code inventory.read,
     * orders.write}. An admin grants them, or not, when the bundle is deployed.
     *
     * @see AccessHeaders
     */
    public static final String GRANTS = "Subrack-Grants";

    /**
     * The path prefixes below which operations of the bundle may be open to anybody, comma separated, as in {@code
     * /greeter, /ticker/feed}. An operation is open only if it says so itself as well.
     *
     * @see AccessHeaders
     */
    public static final String PUBLIC = "Subrack-Public";

    /**
     * The scopes that the bundle defines, as clauses: {@code orders.read;description="Read orders"}. A scope is defined
     * by one bundle of a set.
     *
     * @see AccessHeaders
     */
    public static final String SCOPES = "Subrack-Scopes";

    private ManifestHeaders() {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.Optional;
import org.osgi.framework.Version;

/**
 * What a plan does to one bundle.
 *
 * @param symbolicName the bundle
 * @param action what happens to it
 * @param from its version before; empty if it is added
 * @param to its version after; empty if it is removed
 * @param artifact what will be live; empty if it is removed
 * @param liveTwice whether old and new run beside each other while the front door switches; if not, requests are held
 * @param why the reason where it is not obvious, as in {@code com.acme.orders is wired to com.acme.inventory 1.0.0};
 *     else empty
 */
public record BundleChange(
        String symbolicName,
        Action action,
        Optional<Version> from,
        Optional<Version> to,
        Optional<Sha256> artifact,
        boolean liveTwice,
        String why) {
    /** The kinds of action. */
    public enum Action {
        ADD,
        REPLACE,
        REMOVE,
        START,
        STOP,
        /** The same artifact again, wired anew because something it is wired to is replaced: the refresh closure. */
        REWIRE,
        /** Nothing but its grants changes; a running instance goes on. */
        GRANT
    }
}

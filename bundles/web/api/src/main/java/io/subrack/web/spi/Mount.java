/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

import io.subrack.auth.spi.AccessRequirement;
import org.jspecify.annotations.Nullable;

/**
 * A handler at its place.
 *
 * @param prefix path prefix that is matched segment by segment: {@code /greeter} takes {@code /greeter} and
 *     {@code /greeter/ada}, not {@code /greeters}; the longest prefix wins; {@code /} takes what nobody else takes
 * @param access when the handler is reached
 * @param requirement what callers must have; only with {@link Access#GUARDED}. Null there means that the handler decides
 *     for each operation, by {@link io.subrack.web.api.RequestAttributes#CALLER} and
 *     {@link GuardAttributes#GUARD}
 * @param handler who answers; the same handler may stand at several prefixes
 * @param maxBodyBytes how large a request's body may be; 0 for what the administrator has set for all
 */
public record Mount(
        String prefix,
        Access access,
        @Nullable AccessRequirement requirement,
        MountHandler handler,
        long maxBodyBytes) {
    /**
     * @throws IllegalArgumentException if the prefix is not {@code /} or {@code /a/b} in literal segments, the limit is
     *     negative, or there is a requirement where nobody asks for it
     */
    public Mount {
        if (!prefix.equals("/") && !prefix.matches("(/[^/;?#%\\s]+)+")) {
            throw new IllegalArgumentException("a mount prefix is '/' or literal segments like '/a/b', not: " + prefix);
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBodyBytes must not be negative: " + maxBodyBytes);
        }
        if (requirement != null && access != Access.GUARDED) {
            throw new IllegalArgumentException(prefix + " has a requirement, so its access must be GUARDED");
        }
    }

    /** A mount without a requirement. */
    public Mount(String prefix, Access access, MountHandler handler, long maxBodyBytes) {
        this(prefix, access, null, handler, maxBodyBytes);
    }

    public Mount(String prefix, Access access, MountHandler handler) {
        this(prefix, access, handler, 0);
    }

    /** A guarded mount with one requirement for all that is below it. */
    public Mount(String prefix, AccessRequirement requirement, MountHandler handler) {
        this(prefix, Access.GUARDED, requirement, handler, 0);
    }
}

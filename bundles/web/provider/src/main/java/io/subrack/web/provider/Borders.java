/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.provider.Generation.Role;
import io.subrack.web.provider.Owner.Reach;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which paths of several bundles do not go together: the same, and one inside of the other, because who answers there sees
 * the tokens that are sent to the other. Call under the lock of {@link Routes} only.
 */
final class Borders {
    static final String PLATFORM = "the platform";

    private static final Logger log = LoggerFactory.getLogger(Borders.class);

    private Borders() {}

    /** Says why a prefix cannot be mounted because of others, or null if it can. */
    static @Nullable String fault(Collection<Owner> owners, Generation generation, String prefix) {
        boolean staged = generation.role == Role.STAGED;
        for (Owner other : owners) {
            if (other.name().equals(generation.name())) {
                continue;
            }
            Reach reach = generation.platform() ? Reach.ITSELF : other.platform() ? Reach.BELOW : Reach.ABOVE_AND_BELOW;
            String claim = other.claims(prefix, staged, reach);
            if (claim != null) {
                return claim.equals(prefix) || other.platform()
                        ? refusal(generation, prefix, other.name())
                        : overlap(generation, prefix, claim, other.name());
            }
        }
        return Prefixes.reserved(prefix) && !generation.platform() ? refusal(generation, prefix, PLATFORM) : null;
    }

    static String refusal(Object generation, String prefix, String holder) {
        return generation + " cannot mount " + prefix + ": it belongs to " + holder;
    }

    private static String overlap(Generation generation, String prefix, String claim, String holder) {
        return generation + " cannot mount " + prefix + ": " + claim + " belongs to " + holder
                + ", and who answers inside of another's path sees the tokens that are sent there; give it a path that"
                + " lies neither inside of " + claim + " nor around it";
    }

    /**
     * What a bundle is expected to have inside of what another is expected to have is nobody's: the deployment that
     * brought it was made without this rule.
     */
    static void leaveOutWhatLiesInside(Collection<Owner> owners) {
        Map<String, Owner> expected = new HashMap<>();
        for (Owner owner : owners) {
            owner.expected.forEach(prefix -> expected.put(prefix, owner));
        }
        for (Owner owner : owners) {
            if (owner.expected.stream().anyMatch(prefix -> liesInside(owner, prefix, expected))) {
                Set<String> left = new TreeSet<>(owner.expected);
                left.removeIf(prefix -> liesInside(owner, prefix, expected));
                log.warn("{} has some paths inside of another bundle's; it keeps only {}", owner.name(), left);
                owner.expected = left;
            }
        }
    }

    private static boolean liesInside(Owner owner, String prefix, Map<String, Owner> expected) {
        for (int end = prefix.lastIndexOf('/'); end > 0; end = prefix.lastIndexOf('/', end - 1)) {
            Owner outer = expected.get(prefix.substring(0, end));
            if (outer != null && outer != owner) {
                return true;
            }
        }
        return false;
    }
}

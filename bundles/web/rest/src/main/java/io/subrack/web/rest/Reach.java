/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Which services on the whiteboard one bundle instance can use. */
final class Reach {
    private final Bundle owner;
    private final Collection<WhiteboardService> board;
    private final Staging staging;

    /** @param board all services, in the order in which they count */
    Reach(Bundle owner, Collection<WhiteboardService> board, Staging staging) {
        this.owner = owner;
        this.board = board;
        this.staging = staging;
    }

    static boolean isPlatform(Bundle bundle) {
        return bundle.getLocation().startsWith("platform:");
    }

    /**
     * Returns the bundle's own matches and those of other bundles that it can see. While a bundle is being exchanged two
     * instances of it are there: the deployment says which one counts, and where none runs, the older one until it is
     * gone. A platform bundle sees platform bundles only: what is built into its applications sees who calls them.
     */
    List<WhiteboardService> matching(Predicate<WhiteboardService> matches) {
        var found = new ArrayList<WhiteboardService>();
        var oldest = new HashMap<String, Long>();
        for (WhiteboardService service : board) {
            if (matches.test(service) && (service.owner().equals(owner) || isWithinReach(service))) {
                found.add(service);
                oldest.merge(service.owner().getSymbolicName(), service.owner().getBundleId(), Math::min);
            }
        }
        found.removeIf(service -> !service.owner().equals(owner)
                && (service.owner().getSymbolicName().equals(owner.getSymbolicName())
                        || !Long.valueOf(service.owner().getBundleId())
                                .equals(oldest.get(service.owner().getSymbolicName()))));
        return found;
    }

    private boolean isWithinReach(WhiteboardService service) {
        return (!isPlatform(owner) || isPlatform(service.owner()))
                && !staging.hides(service.owner(), owner)
                && isVisible(service.reference());
    }

    private boolean isVisible(ServiceReference<?> reference) {
        BundleContext context = owner.getBundleContext();
        if (context == null) {
            return false;
        }
        try {
            return context.getAllServiceReferences(null, "(service.id=" + reference.getProperty("service.id") + ")")
                    != null;
        } catch (InvalidSyntaxException | IllegalStateException e) {
            return false; // the bundle is stopping: it needs nobody any more
        }
    }
}

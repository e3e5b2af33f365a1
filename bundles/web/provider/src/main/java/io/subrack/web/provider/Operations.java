/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.FrontDoor.OperationStatus;
import io.subrack.web.spi.MountHandler;
import io.subrack.web.spi.MountHandler.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists what can be called, with what it demands. */
final class Operations {
    private static final Logger log = LoggerFactory.getLogger(Operations.class);

    private Operations() {}

    static List<OperationStatus> of(Collection<Route> routes) {
        List<OperationStatus> all = new ArrayList<>();
        Set<MountHandler> told = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Route route : routes) {
            Target target = route.target();
            if (target != null) {
                add(route, target, told, all);
            }
        }
        all.sort(Comparator.comparing(OperationStatus::template).thenComparing(OperationStatus::method));
        return List.copyOf(all);
    }

    private static void add(Route route, Target target, Set<MountHandler> told, List<OperationStatus> all) {
        MountHandler handler = target.hosted().handler();
        String version = target.hosted().generation().version();
        List<Operation> own = listed(route, handler);
        if (own.isEmpty()) {
            all.add(new OperationStatus(
                    route.bundle(),
                    version,
                    "*",
                    Prefixes.below(route.prefix()),
                    target.access(),
                    target.requirement()));
        } else if (told.add(handler)) {
            own.forEach(operation -> all.add(new OperationStatus(
                    route.bundle(),
                    version,
                    operation.method(),
                    operation.template(),
                    target.access(),
                    operation.requirement())));
        }
    }

    // Whatever a bundle's classes do when they are looked at is that bundle's fault.
    private static List<Operation> listed(Route route, MountHandler handler) {
        try {
            return handler.operations();
        } catch (RuntimeException | LinkageError e) {
            log.warn("{}: its operations at {} cannot be listed", route.bundle(), route.prefix(), e);
            return List.of();
        }
    }
}

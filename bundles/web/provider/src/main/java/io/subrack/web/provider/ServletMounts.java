/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.provider.MountList.Ending;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whiteboard servlets of one bundle as mounts. Each service has a handler of its own, so that it drains alone. What
 * is mounted is known to the list of mounts alone, so nothing is locked here, nor while a servlet is drained.
 */
final class ServletMounts {
    private static final Logger log = LoggerFactory.getLogger(ServletMounts.class);

    private final HttpServlet dispatcher;
    private final ServletGuard guard;
    private final MountList list;

    /** @throws IllegalStateException if the bundle has another list of servlets */
    ServletMounts(Routes routes, Bundle bundle, HttpServlet dispatcher, ServletGuard guard) {
        this.dispatcher = dispatcher;
        this.guard = guard;
        list = routes.publish(bundle, "servlet");
    }

    /**
     * Mounts a servlet at its places; one whose place is refused is told of and stays unmounted.
     *
     * @return false if this is over: another one must take it
     */
    boolean add(ServletMount servlet) {
        // An object of its own for each service: the front door tells handlers apart by identity.
        MountHandler handler = new MountHandler() {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                guard.check(servlet, request, response);
                dispatcher.service(request, response);
            }

            @Override
            public List<Operation> operations() {
                return servlet.prefixes().stream()
                        .map(prefix -> new Operation(
                                "*", Prefixes.below(prefix), servlet.access().at(prefix)))
                        .toList();
            }
        };
        try {
            List<Mount> mounts = new ArrayList<>();
            for (String prefix : servlet.prefixes()) {
                mounts.add(new Mount(prefix, Access.GUARDED, handler));
            }
            list.set(servlet.id(), mounts, Ending.NEVER);
        } catch (ProblemException | IllegalArgumentException e) {
            servlet.fail(String.valueOf(e.getMessage()));
            log.warn("A servlet is not served: {}", e.getMessage());
        } catch (IllegalStateException e) {
            log.debug("{} comes after the last one before it has gone", servlet.id(), e);
            return false;
        }
        return true;
    }

    /** Unmounts a servlet; returns when no request runs in it any more. After the last one this takes no other. */
    void remove(long id) {
        list.set(id, List.of(), Ending.WITH_LAST);
    }

    /** Whether the last one has been unmounted. */
    boolean over() {
        return list.closed();
    }

    /** Unmounts all; returns when no request runs any more. */
    void close() {
        list.close();
    }
}

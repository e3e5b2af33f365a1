/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whiteboard servlets of one bundle as mounts. Each service has a handler of its own, so that it drains alone. */
final class ServletMounts {
    private static final Logger log = LoggerFactory.getLogger(ServletMounts.class);

    private final HttpServlet dispatcher;
    private final Access access;
    private final FrontDoor.Publication publication;
    private final Map<Long, Map<String, Mount>> mounts = new TreeMap<>();
    private boolean closed;

    ServletMounts(FrontDoor frontDoor, Bundle bundle, HttpServlet dispatcher) {
        this.dispatcher = dispatcher;
        String location = bundle.getLocation();
        access = location != null && location.startsWith("platform:") ? Access.OPERATOR : Access.OPEN;
        publication = frontDoor.publish(bundle, "servlet");
    }

    /**
     * Mounts a servlet at its places; one whose place is refused is told of and stays unmounted.
     *
     * @return false if this is over: another one must take it
     */
    synchronized boolean add(ServletMount servlet) {
        if (closed) {
            return false;
        }
        // An object of its own for each service: the front door tells handlers apart by identity.
        MountHandler handler = new MountHandler() {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                dispatcher.service(request, response);
            }
        };
        Map<String, Mount> own = new LinkedHashMap<>();
        try {
            for (String prefix : servlet.prefixes()) {
                own.put(prefix, new Mount(prefix, access, handler));
            }
            mounts.put(servlet.id(), own);
            publish();
        } catch (ProblemException | IllegalArgumentException e) {
            mounts.remove(servlet.id());
            servlet.fail(String.valueOf(e.getMessage()));
            log.warn("A servlet is not served: {}", e.getMessage());
        }
        return true;
    }

    /**
     * Unmounts a servlet; returns when no request runs in it any more. After the last one this takes no other, and must
     * be closed.
     *
     * @return whether that was the last one
     */
    synchronized boolean remove(long id) {
        boolean mounted = mounts.remove(id) != null;
        if (mounts.isEmpty()) {
            closed = true;
            return true;
        }
        if (mounted) {
            publish();
        }
        return false;
    }

    /** Unmounts all; returns when no request runs any more. Holds no lock meanwhile: others of the bundle may come. */
    void close() {
        synchronized (this) {
            closed = true;
            mounts.clear();
        }
        publication.close();
    }

    private void publish() {
        Map<String, Mount> all = new LinkedHashMap<>();
        mounts.values().forEach(own -> own.forEach(all::putIfAbsent));
        publication.set(all.values().stream().toList());
    }
}

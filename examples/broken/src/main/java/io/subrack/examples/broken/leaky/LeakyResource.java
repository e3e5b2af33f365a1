/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.leaky;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Timer;
import java.util.TimerTask;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Starts a thread, a timer and a thread-local on the caller's thread, and ends none of them. */
@Component(service = LeakyResource.class, immediate = true)
@JakartarsResource
@Path("leaky")
@PublicAccess
public final class LeakyResource {
    /** A value of a class of this bundle: it holds the bundle's class loader. */
    private record Visit(String name) {}

    private static final ThreadLocal<Visit> VISITS = new ThreadLocal<>();

    private final Thread thread = new Thread(LeakyResource::waitForever, "leaky-thread");
    private final Timer timer = new Timer("leaky-timer", true);

    @Activate
    public LeakyResource() {
        thread.setDaemon(true);
        thread.start();
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        thread.isAlive();
                    }
                },
                1_000,
                1_000);
    }

    @GET
    @Path("{name}")
    public String visit(@PathParam("name") String name) {
        VISITS.set(new Visit(name));
        return "Hello, " + name;
    }

    private static void waitForever() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}

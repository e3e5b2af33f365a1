/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.tidy;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Timer;
import java.util.TimerTask;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Starts a thread, a timer and a thread-local on the caller's thread, and ends them all. */
@Component(service = TidyResource.class, immediate = true)
@JakartarsResource
@Path("tidy")
@PublicAccess
public final class TidyResource {
    /** A value of a class of this bundle: it holds the bundle's class loader. */
    private record Visit(String name) {}

    private static final ThreadLocal<Visit> VISITS = new ThreadLocal<>();

    private final Thread thread = new Thread(TidyResource::waitForever, "tidy-thread");
    private final Timer timer = new Timer("tidy-timer", true);

    @Activate
    public TidyResource() {
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

    @Deactivate
    public void close() throws InterruptedException {
        timer.cancel();
        thread.interrupt();
        thread.join(5_000);
    }

    @GET
    @Path("{name}")
    public String visit(@PathParam("name") String name) {
        VISITS.set(new Visit(name));
        try {
            return "Hello, " + VISITS.get().name();
        } finally {
            VISITS.remove();
        }
    }

    private static void waitForever() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}

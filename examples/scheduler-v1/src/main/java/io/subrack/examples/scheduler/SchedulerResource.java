/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.scheduler;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * Shows what the {@link Job} does. The bundle's manifest says {@code Subrack-Update: exclusive}: an update stops the old
 * version first, and requests that come meanwhile wait.
 */
@Component(service = SchedulerResource.class)
@JakartarsResource
@Path("scheduler")
@Produces(MediaType.APPLICATION_JSON)
@PublicAccess
public final class SchedulerResource {
    /** What the job has done; the count goes on across updates. */
    public record Status(String version, long runs) {}

    private final String version;
    private final Job job;

    @Activate
    public SchedulerResource(BundleContext context) {
        version = context.getBundle().getVersion().toString();
        job = new Job(java.nio.file.Path.of(
                context.getProperty("subrack.data"),
                "bundle-data",
                context.getBundle().getSymbolicName()));
        job.start(Duration.ofMillis(100));
    }

    @Deactivate
    public void close() throws IOException {
        job.close();
    }

    @GET
    public Status status() {
        return new Status(version, job.runs());
    }
}

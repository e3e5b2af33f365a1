/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.web.resources.spi.Answers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** What the platform says of itself. */
@Component(service = PlatformResource.class)
@JakartarsResource
@Path(Api.BASE + "/platform")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class PlatformResource {
    private final Platform platform;
    private final Deployments deployments;

    @Activate
    public PlatformResource(@Reference Platform platform, @Reference Deployments deployments) {
        this.platform = platform;
        this.deployments = deployments;
    }

    @GET
    @Answers({200})
    public Response platform() {
        return Response.ok(PlatformView.of(platform, deployments)).build();
    }

    /** All platform bundles share the class loader of the framework in Connect mode, and have their own otherwise. */
    private static String mode() {
        return PlatformResource.class.getClassLoader() == Bundle.class.getClassLoader() ? "connect" : "classic";
    }

    /** The platform in JSON. */
    record PlatformView(
            String version,
            String state,
            List<String> awaiting,
            long currentSet,
            String started,
            long uptimeSeconds,
            Java java,
            String mode) {
        static PlatformView of(Platform platform, Deployments deployments) {
            return new PlatformView(
                    platform.version(),
                    platform.state().name(),
                    platform.awaiting(),
                    deployments.currentSet().number(),
                    platform.started().toString(),
                    Duration.between(platform.started(), Instant.now()).toSeconds(),
                    new Java(
                            System.getProperty("java.version", ""),
                            System.getProperty("java.vm.name", ""),
                            System.getProperty("java.vendor", "")),
                    PlatformResource.mode());
        }
    }

    /** The Java that runs it. */
    record Java(String version, String vm, String vendor) {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.greeter;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** A greeter that would work, in bundles that are broken elsewhere: if it ever answers, a broken version went live. */
@Component(service = AnyGreeterResource.class)
@JakartarsResource
@Path("greeter")
@Produces(MediaType.APPLICATION_JSON)
@PublicAccess
public final class AnyGreeterResource {
    private final String version;

    @Activate
    public AnyGreeterResource(BundleContext context) {
        version = context.getBundle().getVersion().toString();
    }

    @GET
    @Path("{name}")
    public Map<String, String> greet(@PathParam("name") String name) {
        return Map.of("name", name, "version", version);
    }
}

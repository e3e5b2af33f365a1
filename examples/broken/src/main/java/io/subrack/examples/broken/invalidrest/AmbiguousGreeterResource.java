/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.invalidrest;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Nobody can say which of its methods is meant. */
@Component(service = AmbiguousGreeterResource.class)
@JakartarsResource
@Path("greeter")
@PublicAccess
public final class AmbiguousGreeterResource {
    @GET
    @Path("{name}")
    public String greet(@PathParam("name") String name) {
        return "Hello, " + name;
    }

    @GET
    @Path("{name}")
    public String welcome(@PathParam("name") String name) {
        return "Welcome, " + name;
    }
}

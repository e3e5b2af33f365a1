/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.componentthrows;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Is registered, and throws when it is first wanted. */
@Component(service = ThrowingGreeterResource.class)
@JakartarsResource
@Path("greeter")
@PublicAccess
public final class ThrowingGreeterResource {
    @Activate
    public ThrowingGreeterResource() {
        throw new IllegalStateException("the phrase book cannot be opened");
    }

    @GET
    @Path("{name}")
    public String greet(@PathParam("name") String name) {
        return name;
    }
}

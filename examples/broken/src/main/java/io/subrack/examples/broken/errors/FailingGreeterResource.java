/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.errors;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Starts well, and fails each request. */
@Component(service = FailingGreeterResource.class)
@JakartarsResource
@Path("greeter")
@PublicAccess
public final class FailingGreeterResource {
    @GET
    @Path("{name}")
    public String greet(@PathParam("name") String name) {
        throw new IllegalStateException("the phrase book has no page for " + name);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.greeter;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * A REST resource is an ordinary Jakarta REST class, published as a component: {@code @Component} puts it into the
 * service registry, {@code @JakartarsResource} makes the platform pick it up from there.
 */
@Component(service = GreeterResource.class)
@JakartarsResource
@Path("greeter")
@Produces(MediaType.APPLICATION_JSON)
@PublicAccess
public final class GreeterResource {
    private static final String VERSION = "1.0.0";

    @GET
    @Path("{name}")
    public Response greet(@PathParam("name") String name, @Context Request request) {
        // The tag changes with whatever the answer depends on, the version of this bundle included.
        EntityTag tag = new EntityTag(VERSION + "-" + Integer.toHexString(name.hashCode()));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.build();
        }
        return Response.ok(new Greeting("Hello, " + name + "!", name, VERSION))
                .tag(tag)
                .build();
    }
}

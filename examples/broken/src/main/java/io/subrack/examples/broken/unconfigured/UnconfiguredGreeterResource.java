/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.unconfigured;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Never becomes a service, because it wants a configuration that nobody gave. */
@Component(
        service = UnconfiguredGreeterResource.class,
        configurationPid = "io.subrack.examples.greeter.phrases",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@JakartarsResource
@Path("greeter")
@PublicAccess
public final class UnconfiguredGreeterResource {
    private final Object hello;

    @Activate
    public UnconfiguredGreeterResource(Map<String, Object> configuration) {
        hello = configuration.get("hello");
    }

    @GET
    @Path("{name}")
    public String greet(@PathParam("name") String name) {
        return hello + " " + name;
    }
}

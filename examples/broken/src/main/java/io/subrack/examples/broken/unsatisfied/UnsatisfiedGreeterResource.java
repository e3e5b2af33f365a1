/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.unsatisfied;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Never becomes a service, because its reference is never there. */
@Component(service = UnsatisfiedGreeterResource.class)
@JakartarsResource
@Path("greeter")
@PublicAccess
public final class UnsatisfiedGreeterResource {
    private final PhraseBook phrases;

    @Activate
    public UnsatisfiedGreeterResource(@Reference PhraseBook phrases) {
        this.phrases = phrases;
    }

    @GET
    @Path("{name}")
    public String greet(@PathParam("name") String name) {
        return phrases.hello() + " " + name;
    }
}

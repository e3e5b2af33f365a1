/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.greeter;

import io.subrack.auth.api.PublicAccess;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The greeter, version 2: it speaks several languages, says goodbye, and can be configured. When an admin changes its
 * configuration it is made anew with the new values; requests wait for that moment, and none is lost.
 */
@Component(service = GreeterResource.class, configurationPid = GreeterConfig.PID)
@Designate(ocd = GreeterConfig.class)
@JakartarsResource
@Path("greeter")
@Produces(MediaType.APPLICATION_JSON)
@PublicAccess
public final class GreeterResource {
    private static final String VERSION = "2.0.0";

    private static final Map<String, String> HELLO = Map.of("de", "Guten Tag, %s!", "fr", "Bonjour, %s !");

    private static final Map<String, String> GOODBYE =
            Map.of("en", "Goodbye, %s!", "de", "Auf Wiedersehen, %s!", "fr", "Au revoir, %s !");

    private final Map<String, String> hello;

    @Activate
    public GreeterResource(GreeterConfig config) {
        this(config.greeting());
    }

    GreeterResource(String greeting) {
        hello = new TreeMap<>(HELLO);
        hello.put("en", greeting + ", %s!");
    }

    @GET
    @Path("{name}")
    public Response greet(
            @PathParam("name") String name,
            @QueryParam("language") @DefaultValue("en") String language,
            @Context Request request) {
        return answer(hello, name, language, request);
    }

    @GET
    @Path("{name}/goodbye")
    public Response sayGoodbye(
            @PathParam("name") String name,
            @QueryParam("language") @DefaultValue("en") String language,
            @Context Request request) {
        return answer(GOODBYE, name, language, request);
    }

    private static Response answer(Map<String, String> texts, String name, String language, Request request) {
        String text = texts.get(language);
        if (text == null) {
            // The platform turns the exceptions of Jakarta REST into application/problem+json.
            throw new NotFoundException(
                    "no greeting in language " + language + "; there are " + String.join(", ", texts.keySet()));
        }
        EntityTag tag = new EntityTag(VERSION + "-" + language + "-" + Integer.toHexString((text + name).hashCode()));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.build();
        }
        return Response.ok(new Greeting(text.replace("%s", name), name, language, VERSION))
                .tag(tag)
                .build();
    }
}

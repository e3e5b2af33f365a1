/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The description of this API. */
@Component(service = OpenApiResource.class)
@JakartarsResource
@Path(Api.BASE + "/openapi.json")
@RequiresScope(Api.READ)
public final class OpenApiResource {
    static final String FILE = "openapi.json";

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Answers({200})
    public Response document() throws IOException {
        return Response.ok(read()).build();
    }

    static byte[] read() throws IOException {
        try (InputStream file = OpenApiResource.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IOException(FILE + " is missing from the bundle");
            }
            return file.readAllBytes();
        }
    }
}

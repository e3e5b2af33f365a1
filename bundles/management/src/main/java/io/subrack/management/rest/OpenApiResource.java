/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.web.resources.spi.Answers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The description of the whole API, whichever modules it comes from. */
@Component(service = OpenApiResource.class)
@JakartarsResource
@Path(Api.BASE + "/openapi.json")
@RequiresScope(Api.READ)
public final class OpenApiResource {
    private final ApiDocuments documents;

    @Activate
    public OpenApiResource(@Reference ApiDocuments documents) {
        this.documents = documents;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Answers({200})
    public Response document() {
        return Response.ok(documents.merged().toString()).build();
    }
}

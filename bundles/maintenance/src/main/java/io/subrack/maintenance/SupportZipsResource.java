/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.auth.api.RequiresScope;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Queries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** What a supporter needs, collected and fetched. */
@Component(service = SupportZipsResource.class)
@JakartarsResource
@Path(Requests.API)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope({"platform.read", "platform.config"})
public final class SupportZipsResource {
    static final String RESULTS = Requests.API + "/support-zips";

    private final SupportZips zips;

    @Activate
    public SupportZipsResource(@Reference SupportZips zips) {
        this.zips = zips;
    }

    @POST
    @Path("support-zip")
    @Answers({202})
    @Queries({})
    public Response collect(@Context HttpServletRequest request) {
        return Requests.accepted(zips.start(RequestAuthor.of(request)));
    }

    @GET
    @Path("support-zips/{id}")
    @Produces({Requests.ZIP, MediaType.APPLICATION_JSON})
    @Answers({200, 404})
    @Queries({})
    public Response fetch(@PathParam("id") String id) throws IOException {
        return Requests.download(zips.file(id), "subrack-support-" + id + ".zip");
    }
}

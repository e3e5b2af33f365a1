/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.JsonBody;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Query;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Restores: asked for, looked at, withdrawn. They are applied by the next start. */
@Component(service = RestoresResource.class, property = "io.subrack.web.body.max:Long=9223372036854775807")
@JakartarsResource
@Path(RestoresResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Backups.SCOPE)
public final class RestoresResource {
    static final String BASE = Requests.API + "/restores";

    private final Restores restores;

    @Activate
    public RestoresResource(@Reference Restores restores) {
        this.restores = restores;
    }

    @GET
    @Answers({200})
    @Queries({})
    public Views.RestoreState show() {
        return Views.RestoreState.of(
                restores.store().pending(), restores.store().last());
    }

    @POST
    @Consumes({Requests.ZIP, MediaType.APPLICATION_JSON})
    @Answers({202, 400, 404, 409, 413, 415, 507})
    @Queries({"yes"})
    public Response restore(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            @QueryParam("yes") @Nullable String yes,
            InputStream content,
            @Context HttpServletRequest request)
            throws IOException {
        Query.of(request, "yes");
        Author by = RequestAuthor.of(request);
        if (!"true".equals(yes)) {
            throw new ProblemException(
                    MaintenanceProblem.NEEDS_YES,
                    "the next start would put the backup in the place of everything: bundles, users, configuration and data."
                            + " Repeat the call with ?yes=true if that is wanted");
        }
        if (!type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            return Requests.accepted(restores.start(content, by));
        }
        JsonNode backup =
                JsonBody.read(content, Requests.MAX_BODY_BYTES, "backup").path("backup");
        if (!backup.isTextual()) {
            throw Query.bad("backup must be the id of a backup, as GET /backups lists them");
        }
        return Requests.accepted(restores.start(backup.textValue(), by));
    }

    /** Withdraws the restore that waits for the next start. */
    @DELETE
    @Answers({204, 404, 409})
    @Queries({})
    public void withdraw(@Context HttpServletRequest request) {
        restores.withdraw(RequestAuthor.of(request));
    }
}

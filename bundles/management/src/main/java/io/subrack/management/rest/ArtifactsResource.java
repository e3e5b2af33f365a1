/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.web.resources.spi.Answers;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Uploads and what is known of them. */
@Component(service = ArtifactsResource.class, property = Api.LARGE_BODIES)
@JakartarsResource
@Path(Api.BASE + "/artifacts")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class ArtifactsResource {
    private final Artifacts artifacts;
    private final Settings settings;

    @Activate
    public ArtifactsResource(@Reference Artifacts artifacts, @Reference Settings settings) {
        this.artifacts = artifacts;
        this.settings = settings;
    }

    @POST
    @RequiresScope(Api.DEPLOY)
    @Consumes({Api.JAR, MediaType.APPLICATION_OCTET_STREAM})
    @Answers({201, 400, 413, 415, 422})
    public Response upload(@HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable String length, InputStream body) {
        Inputs.checkLength(length, settings.uploadBytes());
        var stored = artifacts.store(body);
        return Response.created(Api.artifact(stored.digest().hex()))
                .entity(ArtifactView.of(stored))
                .build();
    }

    @GET
    @Path("{sha256}")
    @Answers({200, 400, 404})
    public Response artifact(@PathParam("sha256") String sha256) {
        var info = artifacts
                .info(Inputs.digest(sha256))
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.ARTIFACT_UNKNOWN,
                        "no artifact with this SHA-256 is stored here; upload it with POST " + Api.BASE
                                + "/artifacts"));
        return Response.ok(ArtifactView.of(info)).build();
    }
}

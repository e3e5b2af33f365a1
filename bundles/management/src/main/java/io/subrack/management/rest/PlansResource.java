/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.inspection.spi.Inspector;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Deployments;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.resources.spi.Answers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Plans: what a deployment would do. */
@Component(service = PlansResource.class)
@JakartarsResource
@Path(Api.BASE + "/plans")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class PlansResource {
    private final Deployments deployments;
    private final Inspector inspector;

    @Activate
    public PlansResource(@Reference Deployments deployments, @Reference Inspector inspector) {
        this.deployments = deployments;
        this.inspector = inspector;
    }

    @POST
    @RequiresScope(Api.DEPLOY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({201, 400, 404, 409, 413, 415, 422})
    public Response compute(@Context HttpServletRequest request, InputStream body) throws IOException {
        var plan = deployments.plan(PlanRequest.read(body, RequestAuthor.of(request)));
        return Response.created(Api.plan(plan.id()))
                .entity(PlanView.of(plan, inspector))
                .build();
    }

    @GET
    @Path("{id}")
    @Answers({200, 404})
    public Response plan(@PathParam("id") String id) {
        var plan = Inputs.id(id)
                .flatMap(deployments::plan)
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.PLAN_UNKNOWN,
                        "there is no plan with this id, or it is too old; make a new one with POST " + Api.BASE
                                + "/plans"));
        return Response.ok(PlanView.of(plan, inspector)).build();
    }
}

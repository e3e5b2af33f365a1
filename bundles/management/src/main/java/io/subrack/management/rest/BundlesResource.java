/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.inspection.spi.Impact;
import io.subrack.inspection.spi.Inspector;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.StartState;
import io.subrack.web.resources.spi.Answers;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The bundles of the current set, and the short ways to change one of them. */
@Component(service = BundlesResource.class, property = Api.LARGE_BODIES)
@JakartarsResource
@Path(Api.BASE + "/bundles")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class BundlesResource {
    private final Deployments deployments;
    private final Artifacts artifacts;
    private final Changes changes;
    private final Settings settings;
    private final Inspector inspector;

    @Activate
    public BundlesResource(
            @Reference Deployments deployments,
            @Reference Artifacts artifacts,
            @Reference Changes changes,
            @Reference Settings settings,
            @Reference Inspector inspector) {
        this.deployments = deployments;
        this.artifacts = artifacts;
        this.changes = changes;
        this.settings = settings;
        this.inspector = inspector;
    }

    @GET
    @Answers({200, 400})
    public Response list(@BeanParam BundleQuery query) {
        return Response.ok(query.page(inspector)).build();
    }

    /** Stores a bundle, and installs it or updates to it. */
    @POST
    @RequiresScope(Api.DEPLOY)
    @Consumes({Api.JAR, MediaType.APPLICATION_OCTET_STREAM})
    @Answers({200, 201, 202, 400, 409, 413, 415, 422})
    public Response deploy(
            @BeanParam ChangeOptions given,
            @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable String length,
            InputStream body) {
        var options = given.checked();
        Inputs.checkLength(length, settings.uploadBytes());
        var artifact = artifacts.store(body);
        boolean isNew = deployments.currentSet().entry(artifact.symbolicName()).isEmpty();
        var answer = changes.make(options.request(new Change.Deploy(artifact.digest())), options);
        if (!isNew || options.planOnly() || answer.getStatus() != Response.Status.OK.getStatusCode()) {
            return answer;
        }
        return Response.fromResponse(answer)
                .status(Response.Status.CREATED)
                .location(Api.bundle(artifact.symbolicName()))
                .build();
    }

    @GET
    @Path("{bundle}")
    @Answers({200, 400, 404})
    public Response bundle(@PathParam("bundle") String bundle) {
        var name = Inputs.symbolicName(bundle);
        return Response.ok(inspector.bundle(name).orElseThrow(() -> unknown(name)))
                .build();
    }

    /** Says why a bundle is not serving, and what would help. */
    @GET
    @Path("{bundle}/why")
    @Answers({200, 400, 404})
    public Response why(@PathParam("bundle") String bundle) {
        var name = Inputs.symbolicName(bundle);
        return Response.ok(inspector.why(name).orElseThrow(() -> unknown(name))).build();
    }

    /** Says what an action on a bundle would hit. */
    @GET
    @Path("{bundle}/impact")
    @Answers({200, 400, 404})
    public Response impact(@PathParam("bundle") String bundle, @QueryParam("action") @Nullable String actionText) {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        var name = inputs.symbolicName("bundle", bundle);
        var action = inputs.choice("action", actionText, Impact.Action.class).orElse(Impact.Action.STOP);
        faults.refuseParameters();
        return Response.ok(inspector.impact(name, action).orElseThrow(() -> unknown(name)))
                .build();
    }

    @DELETE
    @RequiresScope(Api.DEPLOY)
    @Path("{bundle}")
    @Answers({200, 202, 400, 404, 409})
    public Response uninstall(@PathParam("bundle") String bundle, @BeanParam ChangeOptions given) {
        var options = given.checked();
        var name = Inputs.symbolicName(bundle);
        return changes.make(options.request(new Change.Uninstall(name)), options);
    }

    @GET
    @Path("{bundle}/state")
    @Answers({200, 400, 404})
    public Response state(@PathParam("bundle") String bundle) {
        return Response.ok(Map.of("state", status(bundle).entry().state().name()))
                .build();
    }

    /** Starts or stops a bundle; 204 if it is so already. */
    @PUT
    @RequiresScope(Api.DEPLOY)
    @Path("{bundle}/state")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 202, 204, 400, 404, 409, 413, 415, 422})
    public Response changeState(@PathParam("bundle") String bundle, @BeanParam ChangeOptions given, InputStream body)
            throws IOException {
        var options = given.checked();
        var wanted = wantedState(body);
        var entry = status(bundle).entry();
        if (entry.state() == wanted) {
            return Response.noContent().build();
        }
        Change change = wanted == StartState.STARTED
                ? new Change.Start(entry.symbolicName())
                : new Change.Stop(entry.symbolicName());
        return changes.make(options.request(change), options);
    }

    private static StartState wantedState(InputStream body) throws IOException {
        var faults = new Faults();
        var json = Json.read(body, faults);
        json.allow(Set.of("state"));
        var state = json.required("state").flatMap(text -> new Inputs(faults).choice("state", text, StartState.class));
        faults.refuseBody();
        return state.orElseThrow();
    }

    private BundleStatus status(String bundle) {
        var name = Inputs.symbolicName(bundle);
        return deployments.bundles().stream()
                .filter(status -> status.entry().symbolicName().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    static DeploymentException unknown(String name) {
        return new DeploymentException(
                DeploymentProblem.BUNDLE_UNKNOWN,
                name + " is not in the current set; GET " + Api.BASE + "/bundles lists what is");
    }
}

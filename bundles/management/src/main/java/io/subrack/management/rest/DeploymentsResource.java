/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.inspection.spi.Inspector;
import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.api.WebProblem;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Deployments as jobs: started, looked at, followed. */
@Component(service = DeploymentsResource.class)
@JakartarsResource
@Path(Api.BASE + "/deployments")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class DeploymentsResource {
    private static final int MAX_LIMIT = 500;

    /** How far back a page can start. */
    private static final int MAX_HISTORY = 10_000;

    private final Deployments deployments;
    private final Waits waits;
    private final EventStreams streams;
    private final Settings settings;
    private final Inspector inspector;

    @Activate
    public DeploymentsResource(
            @Reference Deployments deployments,
            @Reference Waits waits,
            @Reference EventStreams streams,
            @Reference Settings settings,
            @Reference Inspector inspector) {
        this.deployments = deployments;
        this.waits = waits;
        this.streams = streams;
        this.settings = settings;
        this.inspector = inspector;
    }

    @POST
    @RequiresScope(Api.DEPLOY)
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({202, 400, 404, 409, 413, 415, 422})
    public Response apply(@Context HttpServletRequest request, InputStream body) throws IOException {
        var faults = new Faults();
        var json = Json.read(body, faults);
        json.allow(GrantsInput.members());
        var id = json.required("plan");
        var approval = new Approval(json.flag("yes"), new GrantsInput(faults).member(json));
        faults.refuseBody();
        var plan = id.flatMap(Inputs::id)
                .flatMap(deployments::plan)
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.PLAN_UNKNOWN,
                        "there is no plan with this id, or it is too old; make a new one with POST " + Api.BASE
                                + "/plans"));
        requireOwn(plan, RequestAuthor.of(request));
        Changes.requireApplicable(plan);
        return Changes.accepted(deployments.apply(plan.id(), approval));
    }

    /** Whoever makes a change stands in the history, and nobody else. */
    private static void requireOwn(Plan plan, Author author) {
        if (!plan.request().by().subject().equals(author.subject())) {
            throw new ProblemException(
                    WebProblem.FORBIDDEN,
                    "the plan was made by " + plan.request().author() + "; make the same one with POST " + Api.BASE
                            + "/plans");
        }
    }

    @GET
    @Answers({200, 400, 404})
    public Response list(
            @QueryParam("status") @Nullable String statusText,
            @QueryParam("bundle") @Nullable String bundle,
            @QueryParam("limit") @Nullable String limitText,
            @QueryParam("before") @Nullable String before) {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        int limit = inputs.limit(limitText, 20, MAX_LIMIT);
        var status = inputs.choice("status", statusText, Deployment.Status.class);
        faults.refuseParameters();
        boolean all = status.isEmpty() && bundle == null;
        var from = (before == null ? deployments.history(all ? limit + 1 : MAX_HISTORY) : olderThan(before))
                .stream()
                        .filter(it -> status.isEmpty() || it.status() == status.get())
                        .filter(it -> bundle == null || changes(it, bundle))
                        .toList();
        var query = BundleQuery.parameter("status", statusText) + BundleQuery.parameter("bundle", bundle);
        return Response.ok(Page.of(
                        from,
                        limit,
                        DeploymentView::of,
                        last -> Api.BASE + "/deployments?limit=" + limit + query + "&before=" + last.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Answers({200, 400, 404})
    public Response deployment(@PathParam("id") String id, @QueryParam("wait") @Nullable String waitText) {
        var faults = new Faults();
        var wait = new Inputs(faults).duration("wait", waitText, settings.waitDeadline());
        faults.refuseParameters();
        var deployment = waits.await(id, wait);
        return Response.ok(
                        DeploymentView.of(deployment, inspector.why(deployment).orElse(null)))
                .build();
    }

    /** Streams the steps, each with its number as id; a caller that has seen the end gets a 204 and stops asking. */
    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Answers({200, 204, 400, 404, 429})
    public void events(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        var faults = new Faults();
        long seen = new Inputs(faults).number(HttpHeaders.LAST_EVENT_ID_HEADER, lastEventId, 0, 0, Integer.MAX_VALUE);
        faults.refuseParameters();
        var deployment = waits.known(id);
        if (DeploymentFeed.isOver(deployment) && seen > deployment.steps().size()) {
            throw new WebApplicationException(Response.noContent().build());
        }
        streams.open(new DeploymentFeed(deployments, deployment, Math.toIntExact(seen)), sink, sse);
    }

    private static boolean changes(Deployment deployment, String bundle) {
        return deployment.bundles().stream()
                .anyMatch(change -> change.symbolicName().equals(bundle));
    }

    private List<Deployment> olderThan(String id) {
        var history = deployments.history(MAX_HISTORY);
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).id().equals(id)) {
                return history.subList(i + 1, history.size());
            }
        }
        throw new DeploymentException(
                DeploymentProblem.DEPLOYMENT_UNKNOWN,
                "before must be the id of a deployment in the history; start again without it");
    }
}

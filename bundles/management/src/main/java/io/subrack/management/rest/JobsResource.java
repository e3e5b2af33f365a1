/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.Caller;
import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.Jobs;
import io.subrack.web.api.WebProblem;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
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
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Everything that takes longer than a call, deployments included: listed, followed, cancelled. */
@Component(service = JobsResource.class)
@JakartarsResource
@Path(Api.BASE + "/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class JobsResource {
    private static final int MAX_LIMIT = 500;

    /** How many deployments are looked at. */
    private static final int MAX_HISTORY = 1_000;

    private final Jobs jobs;
    private final Deployments deployments;
    private final EventStreams streams;

    @Activate
    public JobsResource(
            @Reference PlatformJobs jobs, @Reference Deployments deployments, @Reference EventStreams streams) {
        this.jobs = jobs;
        this.deployments = deployments;
        this.streams = streams;
    }

    @GET
    @Answers({200, 400, 404})
    public Response list(
            @QueryParam("state") @Nullable String stateText,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("limit") @Nullable String limitText,
            @QueryParam("after") @Nullable String after) {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        int limit = inputs.limit(limitText, 50, MAX_LIMIT);
        var state = inputs.choice("state", stateText, JobStatus.State.class);
        if (kind != null && !kind.matches("[a-z][a-z0-9-]{0,39}")) {
            faults.add("kind", "must be a word in lower case, as deployment or backup");
        }
        faults.refuseParameters();
        var matching = behind(after, all()).stream()
                .filter(job -> state.isEmpty() || job.state() == state.get())
                .filter(job -> kind == null || job.kind().equals(kind))
                .limit(limit + 1L)
                .toList();
        var query = "?limit=" + limit + (state.isEmpty() ? "" : "&state=" + state.get())
                + (kind == null ? "" : "&kind=" + kind);
        return Response.ok(Page.of(
                        matching, limit, JobView::of, last -> Api.BASE + "/jobs" + query + "&after=" + last.id()))
                .build();
    }

    /** Returns deployments and all other jobs, the newest first. */
    private List<JobStatus> all() {
        return Stream.concat(
                        jobs.jobs().stream(),
                        deployments.history(MAX_HISTORY).stream().map(DeploymentJobs::job))
                .sorted(Comparator.comparing(JobStatus::started).reversed())
                .toList();
    }

    private static List<JobStatus> behind(@Nullable String id, List<JobStatus> all) {
        if (id == null) {
            return all;
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return all.subList(i + 1, all.size());
            }
        }
        throw unknown("after must be the id of a job; start again without it");
    }

    @GET
    @Path("{id}")
    @Answers({200, 404})
    public Response job(@PathParam("id") String id) {
        return Response.ok(JobView.of(known(id))).build();
    }

    /** Streams the job as it stands at each change; a caller that has seen the end gets a 204 and stops asking. */
    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Answers({200, 204, 404, 429})
    public void events(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        known(id);
        if (JobFeed.END.equals(lastEventId)) {
            throw new WebApplicationException(Response.noContent().build());
        }
        streams.open(new JobFeed(() -> known(id)), sink, sse);
    }

    /** Asks a job to end. The scope that is needed depends on the job. */
    @POST
    @Path("{id}/cancellation")
    @Answers({202, 404, 409})
    public Response cancel(@Context SecurityContext security, @PathParam("id") String id) {
        var job = known(id);
        requireScope(security, job.scope());
        if (!jobs.cancel(id)) {
            throw new ProblemException(
                    ManagementProblem.JOB_NOT_CANCELLABLE,
                    job.state() == JobStatus.State.RUNNING
                            ? "this job cannot be stopped half-way; wait for its end"
                            : "this job is over already");
        }
        return Response.accepted(JobView.of(known(id))).build();
    }

    private static void requireScope(SecurityContext security, String scope) {
        if (!(security.getUserPrincipal() instanceof Caller caller) || !caller.hasScope(scope)) {
            throw new ProblemException(WebProblem.FORBIDDEN, "to cancel this job takes the scope " + scope);
        }
    }

    private JobStatus known(String id) {
        return Inputs.id(id)
                .flatMap(this::find)
                .orElseThrow(() -> unknown("there is no job with this id; GET " + Api.BASE + "/jobs lists them"));
    }

    private Optional<JobStatus> find(String id) {
        return jobs.job(id).or(() -> deployments.deployment(id).map(DeploymentJobs::job));
    }

    private static ProblemException unknown(String sentence) {
        return new ProblemException(ManagementProblem.JOB_UNKNOWN, sentence);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.inspection.spi.Attention;
import io.subrack.inspection.spi.Inspector;
import io.subrack.inspection.spi.Why;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.spi.FirstStep;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.spi.FrontDoor;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** All that an admin wants to see first. */
@Component(service = OverviewResource.class)
@JakartarsResource
@Path(Api.BASE + "/overview")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class OverviewResource {
    private static final int RECENT = 5;
    private static final int MOST_ATTENTION = 50;

    private final Platform platform;
    private final Deployments deployments;
    private final Inspector inspector;
    private final FrontDoor frontDoor;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<FirstStep> steps = List.of();

    @Activate
    public OverviewResource(
            @Reference Platform platform,
            @Reference Deployments deployments,
            @Reference Inspector inspector,
            @Reference FrontDoor frontDoor) {
        this.platform = platform;
        this.deployments = deployments;
        this.inspector = inspector;
        this.frontDoor = frontDoor;
    }

    @GET
    @Answers({200})
    public Response overview() {
        var recent = deployments.history(RECENT);
        var attention = attention(recent);
        return Response.ok(new OverviewView(
                        PlatformResource.PlatformView.of(platform, deployments),
                        counts(),
                        attention.size(),
                        attention.stream().limit(MOST_ATTENTION).toList(),
                        recent.stream().map(RecentDeployment::of).toList(),
                        FirstSteps.of(steps)))
                .build();
    }

    private Counts counts() {
        var statuses = deployments.bundles();
        var byHealth =
                statuses.stream().collect(Collectors.groupingBy(status -> status.health(), Collectors.counting()));
        var names =
                statuses.stream().map(status -> status.entry().symbolicName()).collect(Collectors.toSet());
        return new Counts(
                statuses.size(),
                byHealth.getOrDefault(Health.SERVING, 0L),
                byHealth.getOrDefault(Health.STARTING, 0L),
                byHealth.getOrDefault(Health.FAILED, 0L),
                byHealth.getOrDefault(Health.STOPPED, 0L),
                inspector.serviceCount(),
                frontDoor.operations().stream()
                        .filter(operation -> names.contains(operation.bundle()))
                        .count());
    }

    /** The last deployment stands here as long as nobody has made a better one. */
    private List<Attention> attention(List<Deployment> recent) {
        List<Attention> all = new ArrayList<>(inspector.attention());
        recent.stream()
                .findFirst()
                .filter(last ->
                        last.status() == Deployment.Status.UNDONE || last.status() == Deployment.Status.INTERRUPTED)
                .ifPresent(last -> {
                    var why = inspector
                            .why(last)
                            .orElse(new Why("The last deployment was undone.", List.of(), List.of()));
                    var bundle = last.bundles().stream()
                            .findFirst()
                            .map(BundleChange::symbolicName)
                            .orElse(null);
                    all.add(new Attention(bundle, Attention.WARNING, why.sentence(), last.id(), why.fixes()));
                });
        return all;
    }

    /** The overview in JSON; it stays small however many bundles there are. */
    record OverviewView(
            PlatformResource.PlatformView platform,
            Counts counts,
            int attentionCount,
            List<Attention> attention,
            List<RecentDeployment> recentDeployments,
            List<FirstSteps.StepView> checklist) {}

    /** How many there are of what. */
    record Counts(int bundles, long serving, long starting, long failed, long stopped, int services, long operations) {}
}

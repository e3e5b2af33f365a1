/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.config.api.Configurations;
import io.subrack.inspection.spi.SetDiff;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Deployments;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Deployment sets: what was live, and the way back. */
@Component(service = SetsResource.class)
@JakartarsResource
@Path(Api.BASE + "/sets")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class SetsResource {
    private static final int MAX_LIMIT = 500;

    private final Deployments deployments;
    private final Changes changes;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<Configurations> configurations = List.of();

    @Activate
    public SetsResource(@Reference Deployments deployments, @Reference Changes changes) {
        this.deployments = deployments;
        this.changes = changes;
    }

    @GET
    @Answers({200, 400})
    public Response list(
            @QueryParam("limit") @Nullable String limitText, @QueryParam("before") @Nullable String beforeText) {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        int limit = inputs.limit(limitText, 20, MAX_LIMIT);
        long before = inputs.number("before", beforeText, Long.MAX_VALUE, 0, Long.MAX_VALUE);
        faults.refuseParameters();
        long current = deployments.currentSet().number();
        return Response.ok(Page.of(
                        olderThan(before, limit + 1),
                        limit,
                        set -> SetView.Summary.of(set, current),
                        last -> Api.BASE + "/sets?limit=" + limit + "&before=" + last.number()))
                .build();
    }

    @GET
    @Path("current")
    @Answers({200})
    public Response current() {
        var set = deployments.currentSet();
        return Response.ok(SetView.of(set, set.number())).build();
    }

    @GET
    @Path("{number}")
    @Answers({200, 400, 404})
    public Response set(@PathParam("number") String text) {
        var set = known(number(text));
        return Response.ok(SetView.of(set, deployments.currentSet().number())).build();
    }

    /** Says what is different between two sets; each may be {@code current}. */
    @GET
    @Path("{from}/diff/{to}")
    @Answers({200, 400, 404})
    public Response diff(@PathParam("from") String from, @PathParam("to") String to) {
        var one = known(numberOrCurrent(from));
        var other = known(numberOrCurrent(to));
        List<SetDiff.Setting> settings = configurations.stream()
                .findFirst()
                .map(it -> SettingChanges.between(it, one, other))
                .orElse(List.of());
        return Response.ok(SetDiff.of(one, other, settings)).build();
    }

    /** A set as a file: what another installation needs to come to the same bundles, byte for byte. */
    @GET
    @Path("{number}/export")
    @Answers({200, 400, 404})
    public Response export(@PathParam("number") String text) {
        var set = known(numberOrCurrent(text));
        return Response.ok(SetFile.of(set))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"subrack-set-" + set.number() + ".json\"")
                .build();
    }

    private DeploymentSet known(long number) {
        return deployments
                .set(number)
                .orElseThrow(() -> new DeploymentException(
                        DeploymentProblem.SET_UNKNOWN,
                        "there is no set " + number + "; GET " + Api.BASE + "/sets lists them"));
    }

    private long numberOrCurrent(String text) {
        return text.equals("current") ? deployments.currentSet().number() : number(text);
    }

    /** Makes the bundles of an earlier set live again. */
    @POST
    @RequiresScope(Api.DEPLOY)
    @Path("{number}/rollback")
    @Answers({200, 202, 400, 404, 409})
    public Response rollBack(@PathParam("number") String text, @BeanParam ChangeOptions given) {
        var options = given.checked();
        return changes.make(options.request(new Change.RollBack(number(text))), options);
    }

    private List<DeploymentSet> olderThan(long before, int limit) {
        if (before > deployments.currentSet().number()) {
            return deployments.sets(limit);
        }
        var sets = new ArrayList<DeploymentSet>();
        for (long number = before - 1; number >= 0 && sets.size() < limit; number--) {
            deployments.set(number).ifPresent(sets::add);
        }
        return sets;
    }

    private static long number(String text) {
        var faults = new Faults();
        long number = new Inputs(faults).number("set number", text, 0, 0, Long.MAX_VALUE);
        faults.refuseParameters();
        return number;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.spi.PlatformLog;
import io.subrack.web.resources.spi.Answers;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The log level of one bundle: that of all loggers of its packages. */
@Component(service = BundleLevelResource.class)
@JakartarsResource
@Path(Api.BASE + "/bundles/{bundle}/log-level")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class BundleLevelResource {
    private final BundleContext context;
    private final Deployments deployments;
    private final PlatformLog log;
    private final BundleLoggers owners;

    @Activate
    public BundleLevelResource(
            BundleContext context,
            @Reference Deployments deployments,
            @Reference PlatformLog log,
            @Reference BundleLoggers owners) {
        this.context = context;
        this.deployments = deployments;
        this.log = log;
        this.owners = owners;
    }

    @GET
    @Answers({200, 400, 404})
    public Response level(@PathParam("bundle") String bundle) {
        return Response.ok(view(bundle, loggers(bundle))).build();
    }

    /** Sets the level of the bundle for a while. */
    @PUT
    @RequiresScope("platform.config")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 400, 404, 413, 415, 422})
    public Response set(@PathParam("bundle") String bundle, InputStream body) throws IOException {
        var loggers = loggers(bundle);
        var level = LevelInput.read(body);
        loggers.forEach(name -> log.set(name, level.level(), level.until()));
        return Response.ok(view(bundle, loggers)).build();
    }

    /** Takes it back at once. */
    @DELETE
    @RequiresScope("platform.config")
    @Answers({204, 400, 404})
    public Response reset(@PathParam("bundle") String bundle) {
        loggers(bundle).forEach(log::reset);
        return Response.noContent().build();
    }

    private Set<String> loggers(String bundle) {
        var name = Inputs.symbolicName(bundle);
        for (Bundle installed : context.getBundles()) {
            if (name.equals(installed.getSymbolicName())) {
                return owners.above(installed);
            }
        }
        throw new DeploymentException(
                DeploymentProblem.BUNDLE_UNKNOWN,
                name + " is not installed, set " + deployments.currentSet().number() + " is live; GET " + Api.BASE
                        + "/bundles lists what is");
    }

    private LevelView view(String bundle, Set<String> names) {
        var levels = names.stream().map(log::logger).toList();
        var gravest = levels.stream()
                .max(Comparator.comparing(PlatformLog.LoggerLevel::effective))
                .orElseGet(() -> log.logger(PlatformLog.ROOT));
        var until = gravest.until();
        return new LevelView(
                bundle, gravest.effective().name(), until == null ? null : until.toString(), List.copyOf(names));
    }

    /** The level of a bundle in JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LevelView(
            String bundle, String effective, @Nullable String until, List<String> loggers) {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.inspection.spi.Graph;
import io.subrack.inspection.spi.Inspector;
import io.subrack.web.resources.spi.Answers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** How bundles hang together. */
@Component(service = GraphResource.class)
@JakartarsResource
@Path(Api.BASE + "/graph")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class GraphResource {
    private static final int MAX_DEPTH = 20;
    private static final String BETWEEN = "..";

    private final Inspector inspector;

    @Activate
    public GraphResource(@Reference Inspector inspector) {
        this.inspector = inspector;
    }

    private enum Kind {
        CAPABILITY,
        ALL
    }

    /** Answers the whole graph, what is around a bundle, or the way between two. */
    @GET
    @Answers({200, 400, 404})
    public Response graph(
            @QueryParam("kind") @Nullable String kindText,
            @QueryParam("focus") @Nullable String focus,
            @QueryParam("depth") @Nullable String depthText,
            @QueryParam("path") @Nullable String path) {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        boolean all = inputs.choice("kind", kindText, Kind.class).orElse(Kind.CAPABILITY) == Kind.ALL;
        int depth = Math.toIntExact(inputs.number("depth", depthText, 1, 1, MAX_DEPTH));
        if (focus != null) {
            inputs.symbolicName("focus", focus);
        }
        int between = path == null ? 0 : path.indexOf(BETWEEN);
        if (path != null && (between <= 0 || focus != null)) {
            faults.add("path", "must be two symbolic names with '..' between them, and stand without focus");
        }
        faults.refuseParameters();
        return Response.ok(find(all, focus, depth, path, between)).build();
    }

    private Graph find(boolean all, @Nullable String focus, int depth, @Nullable String path, int between) {
        if (focus != null) {
            return inspector.graphAround(focus, depth, all).orElseThrow(() -> BundlesResource.unknown(focus));
        }
        if (path == null) {
            return inspector.graph(all);
        }
        var from = Inputs.symbolicName(path.substring(0, between));
        var to = Inputs.symbolicName(path.substring(between + BETWEEN.length()));
        return inspector.path(from, to, all).orElseThrow(() -> BundlesResource.unknown(from + " or " + to));
    }
}

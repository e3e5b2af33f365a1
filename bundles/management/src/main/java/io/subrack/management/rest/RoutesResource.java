/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.spi.FrontDoor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The route table of the front door. */
@Component(service = RoutesResource.class)
@JakartarsResource
@Path(Api.BASE + "/routes")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class RoutesResource {
    private static final PagedList<Route> LIST = PagedList.<Route>by(
                    "id", route -> route.prefix() + " " + route.bundle() + " " + route.version())
            .sortedBy("prefix", Route::prefix)
            .sortedBy("bundle", Route::bundle)
            .sortedBy("state", Route::state)
            .sortedBy("inFlight", Route::inFlight);

    private final FrontDoor frontDoor;

    @Activate
    public RoutesResource(@Reference FrontDoor frontDoor) {
        this.frontDoor = frontDoor;
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Response list(@Context HttpServletRequest request) {
        var routes = frontDoor.routes().stream().map(Route::of).toList();
        return Response.ok(LIST.page(request, routes)).build();
    }

    /** A route in JSON. */
    record Route(String prefix, String bundle, String version, String state, int inFlight) {
        static Route of(FrontDoor.RouteStatus status) {
            return new Route(
                    status.prefix(),
                    status.bundle(),
                    status.version(),
                    status.state().name(),
                    status.inFlight());
        }
    }
}

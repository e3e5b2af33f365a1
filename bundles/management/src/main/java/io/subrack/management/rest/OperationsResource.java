/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.spi.AccessRequirement;
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
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** What can be called, and what callers need for it. */
@Component(service = OperationsResource.class)
@JakartarsResource
@Path(Api.BASE + "/operations")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class OperationsResource {
    private static final PagedList<OperationView> LIST = PagedList.<OperationView>by(
                    "id", it -> it.template() + " " + it.method() + " " + it.bundle() + " " + it.version())
            .sortedBy("template", OperationView::template)
            .sortedBy("bundle", OperationView::bundle)
            .sortedBy("method", OperationView::method)
            .sortedBy("access", OperationView::access);

    private final FrontDoor frontDoor;

    @Activate
    public OperationsResource(@Reference FrontDoor frontDoor) {
        this.frontDoor = frontDoor;
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Response list(@Context HttpServletRequest request) {
        var operations = frontDoor.operations().stream().map(OperationView::of).toList();
        return Response.ok(LIST.page(request, operations)).build();
    }

    /** An operation in JSON. */
    record OperationView(
            String bundle,
            String version,
            String method,
            String template,
            String access,
            List<String> scopes,
            List<String> roles) {
        static OperationView of(FrontDoor.OperationStatus status) {
            AccessRequirement requirement = status.requirement();
            return new OperationView(
                    status.bundle(),
                    status.version(),
                    status.method(),
                    status.template(),
                    requirement == null
                            ? status.access().name()
                            : requirement.kind().name(),
                    requirement == null
                            ? List.of()
                            : requirement.scopes().stream().sorted().toList(),
                    requirement == null
                            ? List.of()
                            : requirement.roles().stream().sorted().toList());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.rest.Views.Page;
import io.subrack.auth.rest.Views.RoleView;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.UserStore.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Roles. */
@Component(service = RolesResource.class)
@JakartarsResource
@Path(Api.BASE + "/roles")
@Produces(MediaType.APPLICATION_JSON)
public final class RolesResource {
    private final AccountAdmin admin;

    @Activate
    public RolesResource(@Reference AccountAdmin admin) {
        this.admin = admin;
    }

    @GET
    @RequiresScope(Api.USERS)
    @Answers({200})
    public Page<RoleView> list() {
        return Exchange.answering(
                () -> Page.of(admin.roles().stream().map(RoleView::of).toList()));
    }

    @GET
    @Path("{name}")
    @RequiresScope(Api.USERS)
    @Answers({200, 404})
    public RoleView one(@PathParam("name") String name) {
        return Exchange.answering(() -> RoleView.of(Exchange.found(
                admin.roles().stream().filter(role -> role.name().equals(name)).findFirst(), "role")));
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Api.USERS)
    @Answers({200, 201, 400, 409, 413, 415, 422})
    public Response put(@PathParam("name") String name, InputStream input, @Context HttpServletRequest request)
            throws IOException {
        var body = Body.read(input, "description", "scopes");
        var role = new Role(name, body.text("description", ""), body.names("scopes", Set.of()), false);
        body.check();
        boolean isNew = Exchange.answering(() -> admin.save(role, new Exchange(request).by()));
        var answer = isNew ? Response.created(Api.uri("/roles/" + name)) : Response.ok();
        return answer.entity(RoleView.of(role)).build();
    }

    @DELETE
    @Path("{name}")
    @RequiresScope(Api.USERS)
    @Answers({204, 404, 409})
    public Response delete(@PathParam("name") String name, @Context HttpServletRequest request) {
        Exchange.doing(() -> admin.deleteRole(name, new Exchange(request).by()));
        return Response.noContent().build();
    }
}

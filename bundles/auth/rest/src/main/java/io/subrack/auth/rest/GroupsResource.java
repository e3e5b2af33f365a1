/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.rest.Views.GroupView;
import io.subrack.auth.spi.AccountAdmin;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
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

/** Groups. */
@Component(service = GroupsResource.class)
@JakartarsResource
@Path(Api.BASE + "/groups")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.USERS)
public final class GroupsResource {
    private final NamedThings<Group, GroupView> groups;

    @Activate
    public GroupsResource(@Reference AccountAdmin admin) {
        groups = new NamedThings<>("group", admin::groups, GroupView::of, admin::save, admin::deleteGroup);
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<GroupView> list(@Context HttpServletRequest request) {
        return groups.list(request);
    }

    @GET
    @Path("{name}")
    @Answers({200, 404})
    public Response one(@PathParam("name") String name) {
        return groups.one(name);
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 201, 400, 409, 412, 413, 415, 422})
    public Response put(@PathParam("name") String name, InputStream input, @Context HttpServletRequest request)
            throws IOException {
        var body = Body.read(input, "description", "roles");
        var group = new Group(name, body.text("description", ""), body.names("roles", Set.of()));
        body.check();
        return groups.put(group, request);
    }

    @DELETE
    @Path("{name}")
    @Answers({204, 404, 409, 412})
    public Response delete(@PathParam("name") String name, @Context HttpServletRequest request) {
        return groups.delete(name, request);
    }
}

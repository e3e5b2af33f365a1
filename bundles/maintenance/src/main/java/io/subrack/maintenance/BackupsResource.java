/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.Author;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Query;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Backups: made, listed, fetched and deleted. A backup has all secrets of the platform in it. */
@Component(service = BackupsResource.class)
@JakartarsResource
@Path(BackupsResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Backups.SCOPE)
public final class BackupsResource {
    static final String BASE = Requests.API + "/backups";

    private static final int MOST = 1000;

    private final Backups backups;
    private final AuditLog audit;

    @Activate
    public BackupsResource(@Reference Backups backups, @Reference AuditLog audit) {
        this.backups = backups;
        this.audit = audit;
    }

    @GET
    @Answers({200, 400})
    @Queries({"limit", "after"})
    public Page<Views.Backup> list(@Context HttpServletRequest request) {
        Query query = Query.of(request, "limit", "after");
        int limit = query.number("limit", MaintenanceConfig.MOST_KEPT, 1, MOST);
        String after = query.text("after");
        List<Views.Backup> rest = backups.store().list().stream()
                .filter(it -> after.isEmpty() || it.id().compareTo(after) < 0)
                .map(Views.Backup::of)
                .toList();
        return Page.of(rest, limit, it -> it, last -> query.after(last.id()));
    }

    @POST
    @Answers({202, 409})
    @Queries({})
    public Response make(@Context HttpServletRequest request) {
        return Requests.accepted(backups.start(RequestAuthor.of(request)));
    }

    /** Written down before the first byte leaves: whoever has the file has all that the platform keeps secret. */
    @GET
    @Path("{id}")
    @Produces({Requests.ZIP, MediaType.APPLICATION_JSON})
    @Answers({200, 404})
    @Queries({})
    public Response fetch(@PathParam("id") String id, @Context HttpServletRequest request) throws IOException {
        java.nio.file.Path file = backups.store().file(id);
        audit.append(Backups.event(AuditTypes.BACKUP_FETCHED, RequestAuthor.of(request))
                .on(Backups.TARGET, id));
        return Requests.download(file, "subrack-backup-" + id + ".zip");
    }

    @DELETE
    @Path("{id}")
    @Answers({204, 404})
    @Queries({})
    public void delete(@PathParam("id") String id, @Context HttpServletRequest request) {
        Author by = RequestAuthor.of(request);
        backups.store().file(id);
        audit.append(Backups.event(AuditTypes.BACKUP_DELETED, by).on(Backups.TARGET, id));
        backups.store().delete(id);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.rest;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.Caller;
import io.subrack.auth.api.RequiresScope;
import io.subrack.data.api.DataException;
import io.subrack.data.api.DataProblem;
import io.subrack.data.api.SchemaInfo;
import io.subrack.data.api.Schemas;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
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
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The schemas that bundles have, and copies of the embedded database. What is changed is written down. */
@Component(service = DataResource.class)
@JakartarsResource
@Path(DataResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope("platform.data")
public final class DataResource {
    static final String BASE = "/api/platform/v1/data";

    private static final String SCHEMA = "schema";
    private static final PagedList<Views.Schema> LIST = PagedList.by("name", Views.Schema::name)
            .foundBy("bundle", Views.Schema::bundle)
            .foundBy("state", Views.Schema::state)
            .sortedBy("created", Views.Schema::created);

    private final Schemas schemas;
    private final AuditLog log;
    private final DataDirectory data;
    private final Semaphore backups = new Semaphore(1);

    @Activate
    public DataResource(@Reference Schemas schemas, @Reference AuditLog log, BundleContext context) {
        this(schemas, log, new DataDirectory(java.nio.file.Path.of(context.getProperty(PlatformProperties.DATA))));
    }

    DataResource(Schemas schemas, AuditLog log, DataDirectory data) {
        this.schemas = schemas;
        this.log = log;
        this.data = data;
    }

    @GET
    @Path("schemas")
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<Views.Schema> schemas(@Context HttpServletRequest request) {
        return LIST.page(request, schemas.list().stream().map(Views.Schema::of).toList());
    }

    /**
     * Drops what a bundle left behind. There is no way back, so the record comes first: nothing goes that is not written
     * down. If the schema stays after all, a second record says so.
     */
    @DELETE
    @Path("schemas/{name}")
    @Answers({204, 404, 409})
    public Response drop(@PathParam("name") String name, @Context HttpServletRequest request) {
        var schema = schemas.list().stream()
                .filter(info -> info.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DataException(DataProblem.UNKNOWN_SCHEMA, "there is no schema of this name"));
        if (schema.state() != SchemaInfo.State.ORPHANED) {
            throw new DataException(
                    DataProblem.SCHEMA_IN_USE,
                    name + " belongs to " + schema.bundle() + ", which is installed; uninstall that first");
        }
        dropOrphan(schema, request);
        return Response.noContent().build();
    }

    private void dropOrphan(SchemaInfo schema, HttpServletRequest request) {
        log.append(about(AuditEvent.success(AuditTypes.SCHEMA_DROPPED, actor(request)), schema, request));
        try {
            schemas.drop(schema.name());
        } catch (DataException e) {
            log.append(about(AuditEvent.failure(AuditTypes.SCHEMA_DROPPED, actor(request)), schema, request)
                    .with("problem", e.type().code()));
            throw e;
        }
    }

    /** Copies the embedded database, one copy at a time. */
    @POST
    @Path("backups")
    @Answers({201, 409, 429})
    public Response backUp(@Context HttpServletRequest request) {
        if (!backups.tryAcquire()) {
            throw new ProblemException(
                    WebProblem.TOO_MANY_REQUESTS, "a backup is being written already; try again when it has ended");
        }
        try {
            var path = data.shown(schemas.backup());
            log.append(from(AuditEvent.success(AuditTypes.BACKUP_CREATED, actor(request)), request)
                    .with("path", path));
            return Response.status(Response.Status.CREATED)
                    .entity(new Views.Backup(path))
                    .build();
        } finally {
            backups.release();
        }
    }

    private static AuditEvent about(AuditEvent event, SchemaInfo schema, HttpServletRequest request) {
        return from(event, request).on(SCHEMA, schema.name()).with("bundle", schema.bundle());
    }

    private static AuditEvent from(AuditEvent event, HttpServletRequest request) {
        var address = request.getAttribute(RequestAttributes.CLIENT_ADDRESS);
        return event.from(
                Objects.toString(request.getAttribute(RequestAttributes.REQUEST_ID), ""),
                Objects.toString(address, Objects.requireNonNullElse(request.getRemoteAddr(), "")));
    }

    private static AuditActor actor(HttpServletRequest request) {
        if (!(request.getUserPrincipal() instanceof Caller caller)) {
            return AuditActor.ANONYMOUS;
        }
        return new AuditActor(AuditActor.Kind.valueOf(caller.kind().name()), caller.subject(), caller.clientId());
    }
}

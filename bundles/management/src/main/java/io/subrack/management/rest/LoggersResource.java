/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.spi.PlatformLog;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The levels of loggers. What is set here goes back by itself. */
@Component(service = LoggersResource.class)
@JakartarsResource
@Path(Api.BASE + "/loggers")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class LoggersResource {
    private static final Pattern NAME = Pattern.compile("[\\w$-]+(\\.[\\w$-]+)*");
    private static final int MAX_NAME_CHARS = 300;
    private static final int MAX_LIMIT = 1_000;

    private final PlatformLog log;

    @Activate
    public LoggersResource(@Reference PlatformLog log) {
        this.log = log;
    }

    /** Lists the loggers that have a level of their own. */
    @GET
    @Answers({200, 400})
    public Response list(
            @QueryParam("q") @Nullable String text,
            @QueryParam("limit") @Nullable String limitText,
            @QueryParam("after") @Nullable String after) {
        var faults = new Faults();
        int limit = new Inputs(faults).limit(limitText, 200, MAX_LIMIT);
        faults.refuseParameters();
        var part = text == null ? "" : text.toLowerCase(Locale.ROOT);
        var found = log.loggers().stream()
                .filter(logger -> logger.name().toLowerCase(Locale.ROOT).contains(part))
                .filter(logger -> after == null || logger.name().compareTo(after) > 0)
                .sorted(Comparator.comparing(PlatformLog.LoggerLevel::name))
                .limit(limit + 1L)
                .toList();
        return Response.ok(Page.of(
                        found,
                        limit,
                        LoggerView::of,
                        last -> Api.BASE + "/loggers?limit=" + limit + "&after=" + last.name()))
                .build();
    }

    @GET
    @Path("{name}")
    @Answers({200, 400})
    public Response logger(@PathParam("name") String name) {
        return Response.ok(LoggerView.of(log.logger(checked(name)))).build();
    }

    /** Sets a level for a while. */
    @PUT
    @Path("{name}")
    @RequiresScope("platform.config")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 400, 413, 415, 422})
    public Response set(@PathParam("name") String name, InputStream body) throws IOException {
        var level = LevelInput.read(body);
        log.set(checked(name), level.level(), level.until());
        return logger(name);
    }

    /** Takes it back at once. */
    @DELETE
    @Path("{name}")
    @RequiresScope("platform.config")
    @Answers({204, 400})
    public Response reset(@PathParam("name") String name) {
        log.reset(checked(name));
        return Response.noContent().build();
    }

    private static String checked(String name) {
        if (name.length() > MAX_NAME_CHARS || !NAME.matcher(name).matches()) {
            var faults = new Faults();
            faults.add("name", "must be the name of a logger: names with single dots between, or " + PlatformLog.ROOT);
            faults.refuseParameters();
        }
        return name;
    }

    /** A logger in JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LoggerView(
            String name,
            @Nullable String level,
            String effective,
            @Nullable String until) {
        static LoggerView of(PlatformLog.LoggerLevel logger) {
            var own = logger.own();
            var until = logger.until();
            return new LoggerView(
                    logger.name(),
                    own == null ? null : own.name(),
                    logger.effective().name(),
                    until == null ? null : until.toString());
        }
    }
}

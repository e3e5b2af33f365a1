/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.config.api.ChangeRequest;
import io.subrack.config.api.Configuration;
import io.subrack.config.api.ConfigurationException;
import io.subrack.config.api.ConfigurationProblem;
import io.subrack.config.api.Configurations;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Query;
import io.subrack.web.resources.spi.Tags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The configuration of all PIDs: looked at, checked, changed, taken back. */
@Component(service = ConfigurationsResource.class)
@JakartarsResource
@Path(ConfigurationsResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope("platform.read")
public final class ConfigurationsResource {
    static final String BASE = "/api/platform/v1/configurations";
    static final String CHANGE = "platform.config";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final Configurations configurations;

    @Activate
    public ConfigurationsResource(@Reference Configurations configurations) {
        this.configurations = configurations;
    }

    @GET
    @Answers({200, 400})
    @Queries({"q", "bundle", "layer", "limit", "after"})
    public Page<Views.Item> list(@Context HttpServletRequest request, @Context HttpHeaders headers) {
        Query query = Query.of(request, "q", "bundle", "layer", "limit", "after");
        int limit = query.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        String layer = query.text("layer");
        if (!layer.isEmpty() && !Set.of("default", "platform", "admin").contains(layer)) {
            throw Query.bad("layer must be default, platform or admin");
        }
        String words = query.text("q").toLowerCase(Locale.ROOT);
        List<Views.Item> all = configurations.list(locale(headers)).stream()
                .map(Views.Item::of)
                .filter(it -> it.pid().compareTo(query.text("after")) > 0)
                .filter(it ->
                        query.text("bundle").isEmpty() || query.text("bundle").equals(it.bundle()))
                .filter(it -> layer.isEmpty() || it.layers().contains(layer))
                .filter(it -> words.isEmpty() || has(it, words))
                .limit(limit + 1L)
                .toList();
        return Page.of(all, limit, it -> it, last -> query.after(last.pid()));
    }

    private static boolean has(Views.Item item, String words) {
        return (item.pid() + ' ' + item.name() + ' ' + item.description() + ' ' + Objects.toString(item.bundle(), ""))
                .toLowerCase(Locale.ROOT)
                .contains(words);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(CHANGE)
    @Answers({201, 400, 409, 413, 415, 422})
    @Queries({"factory"})
    public Response create(InputStream content, @Context HttpServletRequest request) throws IOException {
        Query query = Query.of(request, "factory");
        Body body = Body.read(content, "name", "values", "reason");
        if (query.text("factory").isEmpty()) {
            throw Query.bad("factory must be the factory PID");
        }
        Configuration made = configurations.create(
                query.text("factory"), body.text("name"), body.values(), RequestAuthor.of(request), body.reason());
        return answer(Response.created(URI.create(BASE + "/" + made.pid())), made);
    }

    @GET
    @Path("{pid}")
    @Answers({200, 404})
    @Queries({})
    public Response get(@PathParam("pid") String pid, @Context HttpHeaders headers) {
        Configuration found = configurations
                .get(pid, locale(headers))
                .orElseThrow(() -> new ConfigurationException(
                        ConfigurationProblem.UNKNOWN,
                        "No layer has a configuration of that PID, and no bundle reads one. Choose one of the list."));
        return answer(Response.ok(), found);
    }

    @PUT
    @Path("{pid}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(CHANGE)
    @Answers({200, 400, 404, 412, 413, 415, 422})
    @Queries({})
    public Response put(@PathParam("pid") String pid, InputStream content, @Context HttpServletRequest request)
            throws IOException {
        return change(pid, true, content, request);
    }

    @PATCH
    @Path("{pid}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(CHANGE)
    @Answers({200, 400, 404, 412, 413, 415, 422})
    @Queries({})
    public Response patch(@PathParam("pid") String pid, InputStream content, @Context HttpServletRequest request)
            throws IOException {
        return change(pid, false, content, request);
    }

    private Response change(String pid, boolean whole, InputStream content, HttpServletRequest request)
            throws IOException {
        Body body = Body.read(content, "values", "reason");
        return answer(
                Response.ok(),
                configurations.change(new ChangeRequest(
                        pid,
                        whole,
                        body.values(),
                        body.unset(),
                        expected(request),
                        RequestAuthor.of(request),
                        body.reason())));
    }

    @DELETE
    @Path("{pid}")
    @RequiresScope(CHANGE)
    @Answers({200, 404, 412})
    @Queries({"reason"})
    public Response drop(@PathParam("pid") String pid, @Context HttpServletRequest request) {
        String reason = Query.of(request, "reason").text("reason");
        return answer(
                Response.ok(),
                configurations.drop(ChangeRequest.drop(pid, expected(request), RequestAuthor.of(request), reason)));
    }

    @POST
    @Path("{pid}/validation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 400, 404, 412, 413, 415})
    @Queries({})
    public Views.ValidationView validate(
            @PathParam("pid") String pid, InputStream content, @Context HttpServletRequest request) throws IOException {
        Body body = Body.read(content, "values", "whole");
        return Views.ValidationView.of(configurations.validate(new ChangeRequest(
                pid,
                body.flag("whole"),
                body.values(),
                body.unset(),
                expected(request),
                RequestAuthor.of(request),
                "")));
    }

    @GET
    @Path("{pid}/history")
    @Answers({200, 400, 404})
    @Queries({"limit", "before"})
    public Page<Views.RevisionView> history(@PathParam("pid") String pid, @Context HttpServletRequest request) {
        Query query = Query.of(request, "limit", "before");
        int limit = query.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        int before = query.number("before", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        List<Views.RevisionView> found = configurations.history(pid).stream()
                .filter(it -> it.number() < before)
                .limit(limit + 1L)
                .map(Views.RevisionView::of)
                .toList();
        return Page.of(
                found,
                limit,
                it -> it,
                last -> BASE + "/" + pid + "/history?limit=" + limit + "&before=" + last.revision());
    }

    @POST
    @Path("{pid}/revert")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(CHANGE)
    @Answers({200, 400, 404, 412, 413, 415, 422})
    @Queries({})
    public Response revert(@PathParam("pid") String pid, InputStream content, @Context HttpServletRequest request)
            throws IOException {
        Body body = Body.read(content, "revision", "reason");
        ChangeRequest change = ChangeRequest.drop(pid, expected(request), RequestAuthor.of(request), body.reason());
        return answer(Response.ok(), configurations.revert(body.number("revision"), change));
    }

    private static OptionalLong expected(HttpServletRequest request) {
        return Tags.revision(request.getHeader(HttpHeaders.IF_MATCH), ConfigurationProblem.CHANGED_MEANWHILE);
    }

    private static Response answer(Response.ResponseBuilder answer, Configuration configuration) {
        return answer.entity(Views.Detail.of(configuration))
                .header(HttpHeaders.ETAG, Tags.of(configuration.revision()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** Returns the language that the caller wants most, as metatype has it: {@code de} or {@code de_AT}. */
    private static String locale(HttpHeaders headers) {
        if (headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE) == null) {
            return "";
        }
        return headers.getAcceptableLanguages().stream()
                .map(Locale::toString)
                .filter(it -> it.matches("[A-Za-z]{2,8}(_[A-Za-z0-9]{2,8})?"))
                .findFirst()
                .orElse("");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.auth.api.RequiresScope;
import io.subrack.config.api.ChangeRequest;
import io.subrack.config.api.Configuration;
import io.subrack.config.api.Configurations;
import io.subrack.config.api.Value;
import io.subrack.kernel.api.Author;
import io.subrack.web.api.RequestAuthor;
import io.subrack.web.api.WebProblem;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.JsonBody;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Query;
import io.subrack.web.resources.spi.Tags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** What is set for the installation as a whole. */
@Component(service = SettingsResource.class)
@JakartarsResource
@Path(SettingsResource.BASE)
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope("platform.read")
public final class SettingsResource {
    static final String BASE = Requests.API + "/settings";

    private static final String KEEP = "backups.keep";
    private static final String SCHEDULE = "backups.schedule.hours";
    static final String AUTH = "io.subrack.auth";
    private static final String EXTERNAL_URL = "external.url";

    private final Configurations configurations;

    @Activate
    public SettingsResource(@Reference Configurations configurations) {
        this.configurations = configurations;
    }

    @GET
    @Answers({200})
    @Queries({})
    public Response show() {
        return answer();
    }

    /** The external URL is shown here and set in its configuration, because it counts from the next start. */
    @PUT
    @RequiresScope("platform.config")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 400, 412, 413, 415, 422})
    @Queries({})
    public Response change(
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String expected,
            InputStream content,
            @Context HttpServletRequest request)
            throws IOException {
        Author by = RequestAuthor.of(request);
        JsonNode body = JsonBody.read(content, Requests.MAX_BODY_BYTES, "externalUrl", "backups");
        if (body.has("externalUrl")
                && !body.get("externalUrl").asText().equals(externalUrl().orElse(""))) {
            throw Query.bad("externalUrl is only shown here; set external.url of the configuration " + AUTH);
        }
        JsonNode backups = JsonBody.object(body.path("backups"), "backups", "keep", "scheduleHours");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(KEEP, number(backups, "keep"));
        values.put(SCHEDULE, number(backups, "scheduleHours"));
        configurations.change(new ChangeRequest(
                MaintenanceConfig.PID,
                false,
                values,
                Set.of(),
                Tags.revision(expected, WebProblem.PRECONDITION_FAILED),
                by,
                "changed in the settings"));
        return answer();
    }

    private static long number(JsonNode backups, String name) {
        JsonNode node = backups.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw Query.bad("backups." + name + " must be a whole number");
        }
        return node.longValue();
    }

    private Response answer() {
        Optional<Configuration> own = configurations.get(MaintenanceConfig.PID, "");
        Views.Settings settings = new Views.Settings(
                externalUrl().orElse(null), new Views.BackupSettings(number(own, KEEP, 5), number(own, SCHEDULE, 0)));
        return Response.ok(settings)
                .header(
                        HttpHeaders.ETAG,
                        Tags.of(own.map(Configuration::revision).orElse(0L)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private Optional<String> externalUrl() {
        return externalUrl(configurations);
    }

    /** Returns the address that people reach the platform at; empty if nobody has set one. */
    static Optional<String> externalUrl(Configurations configurations) {
        return configurations
                .get(AUTH, "")
                .flatMap(it -> value(it, EXTERNAL_URL))
                .map(Object::toString)
                .filter(it -> !it.isBlank());
    }

    private static long number(Optional<Configuration> own, String key, long otherwise) {
        String text = own.flatMap(it -> value(it, key)).map(Object::toString).orElse("");
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
    }

    private static Optional<Object> value(Configuration configuration, String key) {
        Value value = configuration.values().get(key);
        return value == null ? Optional.empty() : value.effective();
    }
}

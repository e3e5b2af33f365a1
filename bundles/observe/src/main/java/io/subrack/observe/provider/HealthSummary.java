/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.spi.PlatformEvents;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Says how everything is, in one list of checks; tells those who follow the platform when that changes. */
@Component(service = {})
public final class HealthSummary {
    static final String PATH = "/api/platform/v1/health";

    private static final JsonFactory JSON = new JsonFactory();

    private final Platform platform;
    private final HealthChecks checks;
    private final FrontDoor.Publication publication;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable PlatformEvents events;

    private String told = ""; // guarded by this

    @Activate
    public HealthSummary(
            BundleContext context,
            @Reference FrontDoor frontDoor,
            @Reference Platform platform,
            @Reference HealthChecks checks) {
        this.platform = platform;
        this.checks = checks;
        this.publication = frontDoor.publish(context.getBundle(), "health-summary");
        publication.set(List.of(new Mount(PATH, AccessRequirement.scopes("platform.read"), this::answer)));
        checks.whenChecked(this::tellOfChanges);
    }

    @Deactivate
    void close() {
        checks.whenChecked(() -> {});
        publication.close();
    }

    private synchronized void tellOfChanges() {
        var now = status();
        var target = events;
        if (!now.equals(told) && target != null) {
            told = now;
            target.publish("health", Map.of("status", now));
        }
    }

    /** For tests, which have no registry. */
    void setEvents(PlatformEvents given) {
        events = given;
    }

    /** DOWN where a restart is called for, DEGRADED where something is missing, else UP. */
    private String status() {
        var state = platform.state();
        if (!isUp(HealthGroup.LIVE, state)) {
            return "DOWN";
        }
        boolean all = isUp(HealthGroup.READY, state) && isUp(HealthGroup.STARTED, state);
        return all ? "UP" : "DEGRADED";
    }

    private boolean isUp(HealthGroup group, Platform.State state) {
        return group.platformIsUp(state) && checks.of(group).stream().allMatch(Check::up);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Answers.refused(PATH, request, response)) {
            return;
        }
        var body = new ByteArrayOutputStream(1_024);
        try (var json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("status", status());
            json.writeStringField("state", platform.state().name());
            writeTexts(json, "awaiting", platform.awaiting());
            json.writeArrayFieldStart("checks");
            for (var check : tagged()) {
                write(json, check);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        Answers.write(HttpServletResponse.SC_OK, "application/json", body.toByteArray(), request, response);
    }

    /** Returns each check once, with the groups it belongs to. */
    private Collection<Tagged> tagged() {
        var all = new TreeMap<String, Tagged>();
        for (var group : HealthGroup.values()) {
            for (var check : checks.of(group)) {
                all.computeIfAbsent(check.name() + " " + check.bundle(), any -> new Tagged(check, new ArrayList<>()))
                        .tags()
                        .add(group.tag());
            }
        }
        return all.values();
    }

    private void write(JsonGenerator json, Tagged tagged) throws IOException {
        var check = tagged.check();
        json.writeStartObject();
        json.writeStringField("name", check.name());
        writeTexts(json, "tags", tagged.tags());
        json.writeBooleanField("up", check.up());
        json.writeStringField("status", check.status());
        writeTexts(json, "messages", check.messages());
        if (!check.bundle().isEmpty()) {
            json.writeStringField("bundle", check.bundle());
        }
        json.writeStringField("checked", checks.checked().toString());
        json.writeNumberField("elapsedMillis", check.elapsedMillis());
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /** A check and its tags. */
    private record Tagged(Check check, List<String> tags) {}
}

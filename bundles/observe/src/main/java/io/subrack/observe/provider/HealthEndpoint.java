/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.kernel.api.Platform;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Answers {@code /health/live}, {@code /health/ready} and {@code /health/started} to anybody, with the names and states
 * of the checks, and {@code /health/details} to holders of {@code platform.read}, with what the checks said.
 */
@Component(service = {})
public final class HealthEndpoint {
    static final String DETAILS = "/health/details";

    private static final JsonFactory JSON = new JsonFactory();

    private final Platform platform;
    private final HealthChecks checks;
    private final FrontDoor.Publication publication;

    @Activate
    public HealthEndpoint(
            BundleContext context,
            @Reference FrontDoor frontDoor,
            @Reference Platform platform,
            @Reference HealthChecks checks) {
        this.platform = platform;
        this.checks = checks;
        this.publication = frontDoor.publish(context.getBundle(), "health");
        publication.set(mounts());
    }

    @Deactivate
    void close() {
        publication.close();
    }

    private List<Mount> mounts() {
        var mounts = new ArrayList<Mount>();
        for (var group : HealthGroup.values()) {
            mounts.add(new Mount(
                    group.path(),
                    group == HealthGroup.LIVE ? Access.ALWAYS : Access.OPEN,
                    (request, response) -> answer(group, new ExactGet(group.path(), request, response))));
        }
        mounts.add(new Mount(
                DETAILS,
                AccessRequirement.scopes("platform.read"),
                (request, response) -> answerDetails(new ExactGet(DETAILS, request, response))));
        return mounts;
    }

    private void answer(HealthGroup group, ExactGet get) throws IOException {
        if (get.refused()) {
            return;
        }
        var state = platform.state();
        boolean up = isUp(group, state);
        var body = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(body)) {
            json.writeStartObject();
            writeGroup(json, group, state, false);
            json.writeEndObject();
        }
        get.answer(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE, body.toByteArray());
    }

    private void answerDetails(ExactGet get) throws IOException {
        if (get.refused()) {
            return;
        }
        var state = platform.state();
        var body = new ByteArrayOutputStream(1_024);
        try (var json = JSON.createGenerator(body)) {
            json.writeStartObject();
            for (var group : HealthGroup.values()) {
                json.writeObjectFieldStart(group.tag());
                writeGroup(json, group, state, true);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        get.answer(HttpServletResponse.SC_OK, body.toByteArray());
    }

    private boolean isUp(HealthGroup group, Platform.State state) {
        return group.platformIsUp(state) && checks.of(group).stream().allMatch(Check::up);
    }

    private void writeGroup(JsonGenerator json, HealthGroup group, Platform.State state, boolean details)
            throws IOException {
        json.writeStringField("status", status(isUp(group, state)));
        json.writeArrayFieldStart("checks");
        json.writeStartObject();
        json.writeStringField("name", "platform");
        json.writeStringField("status", status(group.platformIsUp(state)));
        json.writeStringField("state", state.name());
        if (!group.platformIsUp(state)) {
            writeTexts(json, "awaiting", platform.awaiting());
        }
        json.writeEndObject();
        for (var check : checks.of(group)) {
            writeCheck(json, check, details);
        }
        json.writeEndArray();
    }

    private static void writeCheck(JsonGenerator json, Check check, boolean details) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", check.name());
        json.writeStringField("status", status(check.up()));
        if (details) {
            json.writeStringField("bundle", check.bundle());
            json.writeStringField("result", check.status());
            writeTexts(json, "messages", check.messages());
            json.writeNumberField("elapsedMillis", check.elapsedMillis());
        }
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (var text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }

    /** A request that may only be a GET or HEAD of one path, not of what lies below. */
    private record ExactGet(String path, HttpServletRequest request, HttpServletResponse response) {
        boolean refused() throws IOException {
            return Answers.refused(path, request, response);
        }

        void answer(int status, byte[] json) throws IOException {
            Answers.write(status, "application/json", json, request, response);
        }
    }
}

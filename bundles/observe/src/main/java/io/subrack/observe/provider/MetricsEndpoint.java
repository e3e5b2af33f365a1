/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Answers {@code /metrics} in the text format of Prometheus, or in OpenMetrics where the caller accepts it. */
@Component(service = {})
public final class MetricsEndpoint {
    static final String PATH = "/metrics";
    static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final Meters meters;
    private final RequestMeters requests;
    private final FrontDoor.Publication publication;

    @Activate
    public MetricsEndpoint(
            BundleContext context,
            @Reference FrontDoor frontDoor,
            @Reference Meters meters,
            @Reference RequestMeters requests) {
        this.meters = meters;
        this.requests = requests;
        this.publication = frontDoor.publish(context.getBundle(), "metrics");
        publication.set(List.of(new Mount(PATH, AccessRequirement.scopes("platform.read"), this::answer)));
    }

    @Deactivate
    void close() {
        publication.close();
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Answers.refused(PATH, request, response)) {
            return;
        }
        requests.sweep();
        var accept = request.getHeader("Accept");
        var type = accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        var body = new ByteArrayOutputStream(32_768);
        meters.write(body, type);
        response.setHeader("Vary", "Accept");
        Answers.write(HttpServletResponse.SC_OK, type, body.toByteArray(), request, response);
    }
}

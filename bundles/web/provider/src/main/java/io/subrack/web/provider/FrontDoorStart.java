/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.spi.Guard;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.spi.Boot;
import io.subrack.kernel.spi.MeasurementSource;
import io.subrack.kernel.spi.SpanRecorder;
import io.subrack.web.spi.RequestObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the HTTP server and offers it to the other components while it listens. If it cannot listen, one line says why,
 * and the platform ends; in a container that does not know {@link Boot#FAILED}, whatever needs the front door stays
 * unsatisfied. (A component that fails to activate would be tried again for each of them, with the same lines each time.)
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = WebConfig.PID)
@Designate(ocd = WebConfig.class)
public final class FrontDoorStart {
    private static final Logger log = LoggerFactory.getLogger(FrontDoorStart.class);

    private final @Nullable JettyServer server;
    private final @Nullable ServiceRegistration<JettyServer> registration;

    private final @Nullable ServiceRegistration<MeasurementSource> measurements;

    private final PlatformGuards choice;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<Map.Entry<Map<String, Object>, Guard>> guards = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<RequestObserver> observers = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<Platform> platforms = List.of();

    @Activate
    public FrontDoorStart(BundleContext context, Map<String, Object> properties) {
        choice = new PlatformGuards(context);
        server = start(context, properties);
        registration = server == null ? null : context.registerService(JettyServer.class, server, null);
        RequestLog requests = server == null ? null : server.requestLog();
        measurements = requests == null
                ? null
                : context.registerService(MeasurementSource.class, requests::measurements, null);
    }

    private @Nullable JettyServer start(BundleContext context, Map<String, Object> properties) {
        try {
            String data = context.getProperty(PlatformProperties.DATA);
            if (data == null) {
                throw new IllegalStateException("Nothing can be served: " + PlatformProperties.DATA + " is not set");
            }
            return new JettyServer(
                    WebSettings.read(properties),
                    Path.of(data),
                    true,
                    () -> choice.among(guards),
                    () -> observers,
                    this::platformIsStopping);
        } catch (IllegalStateException | IllegalArgumentException e) {
            log.error("{}", e.getMessage());
            log.debug("The front door stays closed", e);
            context.registerService(
                    Condition.class,
                    Condition.INSTANCE,
                    FrameworkUtil.asDictionary(
                            Map.of(Condition.CONDITION_ID, Boot.FAILED, Boot.REASON, String.valueOf(e.getMessage()))));
            return null;
        }
    }

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            cardinality = ReferenceCardinality.OPTIONAL,
            target = "(" + Condition.CONDITION_ID + "=" + Boot.COMPLETE + ")")
    void bindComplete(Condition platform) {
        if (server != null) {
            server.platformIsComplete();
        }
    }

    @SuppressWarnings("MethodCanBeStatic") // as the specification has it
    void unbindComplete(Condition platform) {
        // the platform ends
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    void bindRecorder(SpanRecorder recorder) {
        if (server != null) {
            server.door().traces().recordWith(recorder);
        }
    }

    void unbindRecorder(SpanRecorder recorder) {
        if (server != null && server.door().traces().recorder() == recorder) {
            server.door().traces().recordWith(null);
        }
    }

    private boolean platformIsStopping() {
        return platforms.stream().anyMatch(platform -> platform.state() == Platform.State.STOPPING);
    }

    @Modified
    void modified() {
        log.info("{} has changed: it takes effect at the next start", WebConfig.PID);
    }

    @Deactivate
    void stop() {
        if (measurements != null) {
            measurements.unregister();
        }
        if (registration != null) {
            registration.unregister();
        }
        if (server != null) {
            server.stop();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.MeasurementSource;
import io.subrack.kernel.spi.SpanRecorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tracing as it is configured: nothing, or a recorder that others find, and a thread that sends what is recorded. */
@Component(
        service = {},
        immediate = true,
        configurationPid = TracingConfig.PID,
        property = ConfigurationCheck.LIVE_PROPERTY + "=live")
@Designate(ocd = TracingConfig.class)
public final class Tracing {
    private static final Logger log = LoggerFactory.getLogger(Tracing.class);

    /** Under which name the platform's own spans come. */
    private static final String SCOPE = "io.subrack";

    private final Telemetry telemetry;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final BundleContext context;
    private @Nullable SdkTracerProvider provider;
    private @Nullable SpanQueue queue;

    @Activate
    public Tracing(BundleContext context, @Reference Telemetry telemetry, Map<String, Object> properties) {
        this.telemetry = telemetry;
        this.context = context;
        SettingsReader reader = new SettingsReader(properties, System::getenv);
        TracingSettings settings = reader.read();
        if (!reader.faults().isEmpty()) {
            log.error("Nothing is traced: {}", String.join("; ", reader.faults()));
        } else if (settings.on()) {
            reader.remarks().forEach(log::warn);
            start(settings);
        }
    }

    private void start(TracingSettings settings) {
        String version = String.valueOf(context.getProperty(PlatformProperties.VERSION));
        OtlpSender sender;
        try {
            sender = new OtlpSender(settings, version);
        } catch (IOException e) {
            log.error("Nothing is traced: {}", e.getMessage());
            return;
        }
        SpanQueue waiting = new SpanQueue(settings.queue(), settings.batch(), settings.delay(), sender).start();
        SdkTracerProvider made = provider(settings, version, waiting);
        queue = waiting;
        provider = made;
        telemetry.recordWith(made);
        SpanRecorder recorder = new OtelRecorder(
                made.tracerBuilder(SCOPE).setInstrumentationVersion(version).build(), settings.excluded());
        registrations.add(context.registerService(MeasurementSource.class, waiting::measurements, null));
        registrations.add(context.registerService(SpanRecorder.class, recorder, null));
        log.info("Spans are sent to {}", settings);
    }

    static SdkTracerProvider provider(TracingSettings settings, String version, SpanQueue queue) {
        AttributesBuilder attributes = Attributes.builder()
                .put("service.version", version)
                .put("service.instance.id", UUID.randomUUID().toString())
                .put("process.pid", ProcessHandle.current().pid())
                .put("process.runtime.name", System.getProperty("java.runtime.name", ""))
                .put("process.runtime.version", System.getProperty("java.runtime.version", ""));
        settings.resource().forEach(attributes::put);
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(attributes.build())))
                .setSampler(settings.sampler())
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(settings.attributeChars())
                        .build())
                .addSpanProcessor(queue)
                .build();
    }

    /** Others stop to record first, then what was recorded is sent. Only a stopping bundle waits for that. */
    @Deactivate
    void stop() {
        for (int i = registrations.size() - 1; i >= 0; i--) {
            try {
                registrations.get(i).unregister();
            } catch (IllegalStateException e) {
                log.debug("The framework took the service back already", e);
            }
        }
        SdkTracerProvider ended = provider;
        if (ended != null) {
            telemetry.forget(ended);
            ended.close();
        }
        SpanQueue rest = queue;
        if (rest != null && context.getBundle().getState() != Bundle.ACTIVE) {
            rest.awaitEnd();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What bundles get that want spans of their own: as a service, and as what OpenTelemetry calls global. It is there whether
 * tracing is on or off, and goes along when that changes, so that nobody has to ask anew.
 */
@Component(
        service = {OpenTelemetry.class, Telemetry.class},
        immediate = true)
public final class Telemetry implements OpenTelemetry {
    private static final Logger log = LoggerFactory.getLogger(Telemetry.class);

    private final ContextPropagators propagators = ContextPropagators.create(
            TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance()));
    private final TracerProvider tracers = new Tracers();
    private volatile TracerProvider current = TracerProvider.noop();

    /** Makes itself the global one. */
    @Activate
    public Telemetry() {
        if (GlobalOpenTelemetry.isSet()) {
            log.info(
                    "A bundle has asked for OpenTelemetry before tracing was started; tracers that it keeps record nothing."
                            + " Let its component have a reference to io.opentelemetry.api.OpenTelemetry instead.");
            GlobalOpenTelemetry.resetForTest(); // there is no other way back from what records nothing
        }
        GlobalOpenTelemetry.set(this);
    }

    @Deactivate
    void close() {
        current = TracerProvider.noop();
        GlobalOpenTelemetry.resetForTest();
    }

    /** Has tracers record there from now on. */
    void recordWith(TracerProvider next) {
        current = next;
    }

    /** Has tracers record nothing, unless they record elsewhere by now. */
    void forget(TracerProvider gone) {
        if (current == gone) {
            current = TracerProvider.noop();
        }
    }

    @Override
    public TracerProvider getTracerProvider() {
        return tracers;
    }

    @Override
    public ContextPropagators getPropagators() {
        return propagators;
    }

    /** Gives tracers that go along. */
    private final class Tracers implements TracerProvider {
        @Override
        public Tracer get(String scope) {
            return new Lead(scope, null, null);
        }

        @Override
        public Tracer get(String scope, String version) {
            return new Lead(scope, version, null);
        }

        @Override
        public TracerBuilder tracerBuilder(String scope) {
            return new Builder(scope);
        }
    }

    /** Collects what a tracer is called. */
    private final class Builder implements TracerBuilder {
        private final String scope;
        private @Nullable String version;
        private @Nullable String schema;

        Builder(String scope) {
            this.scope = scope;
        }

        @Override
        public TracerBuilder setSchemaUrl(String url) {
            schema = url;
            return this;
        }

        @Override
        public TracerBuilder setInstrumentationVersion(String text) {
            version = text;
            return this;
        }

        @Override
        public Tracer build() {
            return new Lead(scope, version, schema);
        }
    }

    /** A tracer that leads to the one that records right now. */
    private final class Lead implements Tracer {
        private final String scope;
        private final @Nullable String version;
        private final @Nullable String schema;
        private volatile @Nullable Bound bound;

        Lead(String scope, @Nullable String version, @Nullable String schema) {
            this.scope = scope;
            this.version = version;
            this.schema = schema;
        }

        @Override
        public boolean isEnabled() {
            return tracer().isEnabled();
        }

        @Override
        public SpanBuilder spanBuilder(String name) {
            return tracer().spanBuilder(name);
        }

        private Tracer tracer() {
            TracerProvider provider = current;
            Bound known = bound;
            if (known == null || known.provider() != provider) {
                TracerBuilder builder = provider.tracerBuilder(scope);
                if (version != null) {
                    builder.setInstrumentationVersion(version);
                }
                if (schema != null) {
                    builder.setSchemaUrl(schema);
                }
                known = new Bound(provider, builder.build());
                bound = known;
            }
            return known.tracer();
        }
    }

    private record Bound(TracerProvider provider, Tracer tracer) {}
}

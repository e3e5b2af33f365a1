/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * All meters of the platform, those of the JVM included. Thread-safe. The registry is made when the first request is
 * over, not while the platform starts: nobody should wait for it.
 */
@Component(service = Meters.class)
public final class Meters {
    private final List<MultiCollector> collectors = new ArrayList<>();
    private final List<Consumer<MeterRegistry>> firsts = new ArrayList<>();
    private @Nullable JvmGcMetrics garbageCollection;
    private volatile @Nullable PrometheusMeterRegistry registry;

    @Activate
    public Meters() {}

    @Deactivate
    synchronized void close() {
        if (garbageCollection != null) {
            garbageCollection.close();
        }
        if (registry != null) {
            registry.close();
        }
    }

    MeterRegistry registry() {
        return opened();
    }

    /** Has meters registered before anybody looks, so that they show a zero. */
    synchronized void first(Consumer<MeterRegistry> registration) {
        firsts.add(registration);
        if (registry != null) {
            registration.accept(registry);
        }
    }

    /** Adds metrics that are read anew at each scrape. */
    synchronized void add(MultiCollector collector) {
        collectors.add(collector);
        if (registry != null) {
            registry.getPrometheusRegistry().register(collector);
        }
    }

    synchronized void remove(MultiCollector collector) {
        collectors.remove(collector);
        if (registry != null) {
            registry.getPrometheusRegistry().unregister(collector);
        }
    }

    /** Writes all metrics in the given exposition format. */
    void write(OutputStream target, String contentType) throws IOException {
        opened().scrape(target, contentType);
    }

    private PrometheusMeterRegistry opened() {
        var open = registry;
        return open == null ? open() : open;
    }

    private synchronized PrometheusMeterRegistry open() {
        if (registry != null) {
            return registry;
        }
        var made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        new JvmMemoryMetrics().bindTo(made);
        garbageCollection = new JvmGcMetrics();
        garbageCollection.bindTo(made);
        new JvmThreadMetrics().bindTo(made);
        new ClassLoaderMetrics().bindTo(made);
        new ProcessorMetrics().bindTo(made);
        new FileDescriptorMetrics().bindTo(made);
        new UptimeMetrics().bindTo(made);
        collectors.forEach(made.getPrometheusRegistry()::register);
        firsts.forEach(registration -> registration.accept(made));
        registry = made;
        return made;
    }
}

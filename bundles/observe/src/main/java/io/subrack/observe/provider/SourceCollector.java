/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.subrack.kernel.spi.Measurement;
import io.subrack.kernel.spi.MeasurementSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what other platform bundles measure. */
@Component(service = {})
public final class SourceCollector implements MultiCollector {
    private static final Logger log = LoggerFactory.getLogger(SourceCollector.class);

    private final Meters meters;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<MeasurementSource> sources = List.of();

    @Activate
    public SourceCollector(@Reference Meters meters) {
        this.meters = meters;
        meters.add(this);
    }

    @Deactivate
    void close() {
        meters.remove(this);
    }

    /** For tests, which have no registry. */
    void setSources(List<MeasurementSource> given) {
        sources = List.copyOf(given);
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, List<Measurement>> byName = new LinkedHashMap<>();
        for (MeasurementSource source : sources) {
            try {
                for (Measurement each : source.measurements()) {
                    byName.computeIfAbsent(each.name(), unused -> new ArrayList<>())
                            .add(each);
                }
            } catch (RuntimeException e) { // one source's fault must not hide the others
                log.warn("{} cannot be measured", source, e);
            }
        }
        return new MetricSnapshots(
                byName.values().stream().map(SourceCollector::snapshot).toList());
    }

    private static MetricSnapshot snapshot(List<Measurement> values) {
        Measurement first = values.get(0);
        if (first.name().endsWith(Measurement.COUNTER)) {
            var counter = CounterSnapshot.builder()
                    .name(first.name().substring(0, first.name().length() - Measurement.COUNTER.length()))
                    .help(first.help());
            values.forEach(each -> counter.dataPoint(CounterDataPointSnapshot.builder()
                    .value(each.value())
                    .labels(labels(each))
                    .build()));
            return counter.build();
        }
        var gauge = GaugeSnapshot.builder().name(first.name()).help(first.help());
        values.forEach(each -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .value(each.value())
                .labels(labels(each))
                .build()));
        return gauge.build();
    }

    private static Labels labels(Measurement measurement) {
        var names = measurement.labels().keySet().toArray(String[]::new);
        var values = measurement.labels().values().toArray(String[]::new);
        return Labels.of(names, values);
    }
}

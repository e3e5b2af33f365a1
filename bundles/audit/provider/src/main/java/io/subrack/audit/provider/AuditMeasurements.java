/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditReader;
import io.subrack.kernel.spi.Measurement;
import io.subrack.kernel.spi.MeasurementSource;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows among the metrics whether events can be written down. */
@Component(service = MeasurementSource.class)
public final class AuditMeasurements implements MeasurementSource {
    private final AuditReader reader;

    @Activate
    public AuditMeasurements(@Reference AuditReader reader) {
        this.reader = reader;
    }

    @Override
    public List<Measurement> measurements() {
        var status = reader.status();
        return List.of(
                measurement(
                        "subrack_audit_up",
                        "1 while the audit log can be written",
                        status.unavailable().isEmpty() ? 1 : 0),
                measurement("subrack_audit_queued", "Events that wait to be written", status.queued()),
                measurement("subrack_audit_records_total", "Records written", (double) status.written()),
                measurement("subrack_audit_forces_total", "Times that the disk was forced", (double) status.forces()),
                measurement(
                        "subrack_audit_waited_total", "Times that a caller waited for room", (double) status.waited()),
                measurement("subrack_audit_refused_total", "Events that were not taken", (double) status.refused()));
    }

    private static Measurement measurement(String name, String help, double value) {
        return new Measurement(name, help, Map.of(), value);
    }
}

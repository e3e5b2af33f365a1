/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import io.subrack.kernel.spi.Measurement;
import io.subrack.kernel.spi.MeasurementSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the pools do right now. */
@Component(service = MeasurementSource.class)
public final class PoolMeasurements implements MeasurementSource {
    private final SchemaHost host;

    @Activate
    public PoolMeasurements(@Reference DataDoor door) {
        this(door.host());
    }

    PoolMeasurements(SchemaHost host) {
        this.host = host;
    }

    @Override
    public List<Measurement> measurements() {
        var all = new ArrayList<Measurement>();
        all.add(new Measurement(
                "subrack_data_up", "1 while the database can be used", Map.of(), host.isUsable() ? 1 : 0));
        all.add(new Measurement(
                "subrack_data_connections_max",
                "Most connections of all schemas together",
                Map.of(),
                host.settings().totalConnections()));
        host.pools().forEach((schema, pool) -> {
            all.add(connections(schema, "active", pool.active()));
            all.add(connections(schema, "idle", pool.idle()));
        });
        host.pools()
                .forEach((schema, pool) -> all.add(new Measurement(
                        "subrack_data_waiting",
                        "Threads that wait for a connection",
                        Map.of("schema", schema.value()),
                        pool.waiting())));
        return all;
    }

    private static Measurement connections(SchemaName schema, String state, int count) {
        return new Measurement(
                "subrack_data_connections",
                "Connections to the database by schema and state",
                Map.of("schema", schema.value(), "state", state),
                count);
    }
}

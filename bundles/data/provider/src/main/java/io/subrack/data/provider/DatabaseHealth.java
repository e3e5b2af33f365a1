/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Says whether the database can be used. Shown among the checks of readiness, but only as a warning: without its database
 * a platform still checks tokens and serves all that needs no data.
 */
@Component(
        service = HealthCheck.class,
        property = {"hc.name=Database", "hc.tags=ready", "hc.tags=data"})
public final class DatabaseHealth implements HealthCheck {
    private final SchemaHost host;

    @Activate
    public DatabaseHealth(@Reference DataDoor door) {
        this(door.host());
    }

    DatabaseHealth(SchemaHost host) {
        this.host = host;
    }

    @Override
    public Result execute() {
        if (host.pools().isEmpty()) {
            return new Result(Result.Status.OK, "No bundle uses the database");
        }
        Optional<String> ailment = host.ailment();
        return ailment.map(sentence -> new Result(Result.Status.WARN, sentence))
                .orElseGet(() -> new Result(Result.Status.OK, host.database().describe()));
    }
}

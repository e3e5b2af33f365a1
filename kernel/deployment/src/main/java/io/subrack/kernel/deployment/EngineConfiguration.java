/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The engine's configuration as an admin writes it. */
@ObjectClassDefinition(
        name = "Deployment engine",
        description = "How bundles are started, probed, watched and retired.")
@interface EngineConfiguration {
    String PID = "io.subrack.deployment";

    @AttributeDefinition(description = "How many seconds one bundle may take to start.")
    int start_seconds() default 30;

    @AttributeDefinition(description = "How many seconds one bundle may take to stop.")
    int stop_seconds() default 10;

    @AttributeDefinition(description = "How many milliseconds components and health checks may take to be there.")
    int probe_millis() default 10_000;

    @AttributeDefinition(description = "How many seconds requests of a retiring bundle may take to finish.")
    int drain_seconds() default 30;

    @AttributeDefinition(description = "How many milliseconds replaced bundles are watched; 0 for not at all.")
    int watch_millis() default 3_000;

    @AttributeDefinition(description = "How many deployments may wait for their turn.")
    int queue_limit() default 16;

    @AttributeDefinition(description = "How many plans are remembered; the oldest are forgotten first.")
    int plans_limit() default 200;

    @AttributeDefinition(description = "How many of the newest sets are kept to roll back to.")
    int sets_kept() default 100;

    @AttributeDefinition(description = "The largest artifact in mebibytes; a change needs a restart.")
    int artifact_max_mebibytes() default 256;
}

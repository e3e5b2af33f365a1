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

    @AttributeDefinition(description = "How many seconds one bundle may take to start.", min = "1", max = "3600")
    int start_seconds() default 30;

    @AttributeDefinition(description = "How many seconds one bundle may take to stop.", min = "1", max = "3600")
    int stop_seconds() default 10;

    @AttributeDefinition(
            description = "How many milliseconds components and health checks may take to be there.",
            min = "1",
            max = "3600000")
    int probe_millis() default 10_000;

    @AttributeDefinition(
            description = "How many seconds requests of a retiring bundle may take to finish.",
            min = "0",
            max = "3600")
    int drain_seconds() default 30;

    @AttributeDefinition(
            description = "How many milliseconds replaced bundles are watched; 0 for not at all.",
            min = "0",
            max = "3600000")
    int watch_millis() default 3_000;

    @AttributeDefinition(description = "How many deployments may wait for their turn.", min = "1", max = "1000")
    int queue_limit() default 16;

    @AttributeDefinition(
            description = "How many plans are remembered; the oldest are forgotten first.",
            min = "1",
            max = "10000")
    int plans_limit() default 200;

    @AttributeDefinition(
            description = "How many of the newest sets are kept to roll back to.",
            min = "1",
            max = "100000")
    int sets_kept() default 100;

    @AttributeDefinition(
            description = "The largest artifact in mebibytes; a change needs a restart.",
            min = "1",
            max = "2047")
    int artifact_max_mebibytes() default 256;
}

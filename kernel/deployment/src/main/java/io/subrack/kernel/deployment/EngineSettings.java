/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.time.Duration;

/**
 * The deadlines and limits of the engine.
 *
 * @param start how long one bundle may take to start
 * @param stop how long one bundle may take to stop
 * @param probe how long the components and health checks of new bundles may take to be there
 * @param drain how long running requests of a retiring bundle may take to finish
 * @param watch how long new bundles that replaced others are watched before they are final; zero for not at all
 * @param participant how long one call of a participant may take
 * @param bootPatience how long the boot waits for one bundle's start before it goes on with the next
 * @param queue how many deployments may wait
 * @param plans how many plans are remembered
 */
record EngineSettings(
        Duration start,
        Duration stop,
        Duration probe,
        Duration drain,
        Duration watch,
        Duration participant,
        Duration bootPatience,
        int queue,
        int plans) {
    private static final Duration PARTICIPANT = Duration.ofSeconds(30);
    private static final Duration BOOT_PATIENCE = Duration.ofSeconds(2);

    /** @throws IllegalArgumentException naming the key, its value and the rule, if a value is out of bounds */
    static EngineSettings of(EngineConfiguration configuration) {
        return new EngineSettings(
                Duration.ofSeconds(
                        check(EngineConfiguration.PID, "start.seconds", configuration.start_seconds(), 1, 3_600)),
                Duration.ofSeconds(
                        check(EngineConfiguration.PID, "stop.seconds", configuration.stop_seconds(), 1, 3_600)),
                Duration.ofMillis(
                        check(EngineConfiguration.PID, "probe.millis", configuration.probe_millis(), 1, 3_600_000)),
                Duration.ofSeconds(
                        check(EngineConfiguration.PID, "drain.seconds", configuration.drain_seconds(), 0, 3_600)),
                Duration.ofMillis(
                        check(EngineConfiguration.PID, "watch.millis", configuration.watch_millis(), 0, 3_600_000)),
                PARTICIPANT,
                BOOT_PATIENCE,
                check(EngineConfiguration.PID, "queue.limit", configuration.queue_limit(), 1, 1_000),
                check(EngineConfiguration.PID, "plans.limit", configuration.plans_limit(), 1, 10_000));
    }

    static int check(String pid, String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    pid + ": " + key + " must be " + least + " to " + most + ", not " + value);
        }
        return value;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of this bundle, checked. */
@Component(service = Settings.class, configurationPid = Settings.PID)
@Designate(ocd = Settings.Config.class)
public final class Settings {
    static final String PID = "io.subrack.observe";

    private final Duration healthPeriod;
    private final int maximalSeries;
    private final Duration retiredKeep;

    @Activate
    public Settings(Config config) {
        this(
                Duration.ofSeconds(within("health.period.seconds", config.health_period_seconds(), 1, 3_600)),
                within("metrics.series.max", config.metrics_series_max(), 10, 1_000_000),
                Duration.ofSeconds(
                        within("metrics.retired.keep.seconds", config.metrics_retired_keep_seconds(), 0, 86_400)));
    }

    Settings(Duration healthPeriod, int maximalSeries, Duration retiredKeep) {
        this.healthPeriod = healthPeriod;
        this.maximalSeries = maximalSeries;
        this.retiredKeep = retiredKeep;
    }

    /** Returns how often health checks are run. */
    Duration healthPeriod() {
        return healthPeriod;
    }

    /** Returns how many combinations of bundle, version, method, route and status are told apart. */
    int maximalSeries() {
        return maximalSeries;
    }

    /** Returns how long the meters of a bundle version that is gone stay visible. */
    Duration retiredKeep() {
        return retiredKeep;
    }

    private static int within(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be " + lowest + " to " + highest + ", not " + value);
        }
        return value;
    }

    /** What an admin can set. */
    @ObjectClassDefinition(name = "Health and metrics")
    public @interface Config {
        @AttributeDefinition(name = "Period of health checks in seconds", min = "1", max = "3600")
        int health_period_seconds() default 5;

        @AttributeDefinition(name = "Most request series that are told apart", min = "10", max = "1000000")
        int metrics_series_max() default 5_000;

        @AttributeDefinition(
                name = "Seconds for which the meters of a bundle version that is gone stay visible",
                min = "0",
                max = "86400")
        int metrics_retired_keep_seconds() default 300;
    }
}

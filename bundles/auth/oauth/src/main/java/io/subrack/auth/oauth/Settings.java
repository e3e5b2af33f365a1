/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

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
    static final String PID = "io.subrack.auth.oauth";

    /** How long somebody may take for login and consent. */
    static final Duration REQUEST_LIFETIME = Duration.ofMinutes(15);

    private final Duration code;
    private final Duration refreshIdle;
    private final Duration refreshAbsolute;
    private final Duration refreshGrace;
    private final Duration device;
    private final Duration devicePoll;
    private final int failures;

    @Activate
    public Settings(Config config) {
        this(
                Duration.ofSeconds(within("code.seconds", config.code_seconds(), 10, 600)),
                Duration.ofDays(within("refresh.idle.days", config.refresh_idle_days(), 1, 90)),
                Duration.ofDays(within("refresh.absolute.days", config.refresh_absolute_days(), 1, 366)),
                Duration.ofSeconds(within("refresh.grace.seconds", config.refresh_grace_seconds(), 0, 60)),
                Duration.ofSeconds(within("device.seconds", config.device_seconds(), 60, 3_600)),
                Duration.ofSeconds(within("device.poll.seconds", config.device_poll_seconds(), 1, 60)),
                within("client.failures", config.client_failures(), 1, 10_000));
    }

    Settings(
            Duration code,
            Duration refreshIdle,
            Duration refreshAbsolute,
            Duration refreshGrace,
            Duration device,
            Duration devicePoll,
            int failures) {
        this.code = code;
        this.refreshIdle = refreshIdle;
        this.refreshAbsolute = refreshAbsolute;
        this.refreshGrace = refreshGrace;
        this.device = device;
        this.devicePoll = devicePoll;
        this.failures = failures;
    }

    /** Returns how long a code can be redeemed. */
    Duration code() {
        return code;
    }

    /** Returns how long a refresh token lives unused. */
    Duration refreshIdle() {
        return refreshIdle;
    }

    /** Returns how long a grant lives, however often it is refreshed. */
    Duration refreshAbsolute() {
        return refreshAbsolute;
    }

    /** Returns how long after its use a refresh token may come again, because its answer was lost. */
    Duration refreshGrace() {
        return refreshGrace;
    }

    Duration device() {
        return device;
    }

    Duration devicePoll() {
        return devicePoll;
    }

    /** Returns how many failed authentications of a client from one address are answered one by one in five minutes. */
    int failures() {
        return failures;
    }

    private static int within(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be " + lowest + " to " + highest + ", not " + value);
        }
        return value;
    }

    /** What an admin can set. */
    @ObjectClassDefinition(name = "OAuth and OpenID Connect")
    public @interface Config {
        @AttributeDefinition(name = "Seconds in which an authorization code can be redeemed", min = "10", max = "600")
        int code_seconds() default 60;

        @AttributeDefinition(name = "Days that a refresh token lives unused", min = "1", max = "90")
        int refresh_idle_days() default 14;

        @AttributeDefinition(name = "Days that a grant lives, however often it is refreshed", min = "1", max = "366")
        int refresh_absolute_days() default 30;

        @AttributeDefinition(name = "Seconds in which a used refresh token may come again", min = "0", max = "60")
        int refresh_grace_seconds() default 10;

        @AttributeDefinition(name = "Seconds in which the code of a device can be typed in", min = "60", max = "3600")
        int device_seconds() default 600;

        @AttributeDefinition(name = "Seconds between two questions of a waiting device", min = "1", max = "60")
        int device_poll_seconds() default 5;

        @AttributeDefinition(
                name = "Failed authentications of a client from one address within five minutes",
                min = "1",
                max = "10000")
        int client_failures() default 20;
    }
}

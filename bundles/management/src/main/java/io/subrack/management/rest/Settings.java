/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

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
    static final String PID = "io.subrack.management";

    private static final long MEBIBYTE = 1_048_576;

    private final Duration wait;
    private final int waits;
    private final long uploadBytes;
    private final Duration heartbeat;
    private final int streams;

    @Activate
    public Settings(Config config) {
        this(
                Duration.ofSeconds(within("wait.seconds", config.wait_seconds(), 1, 3_600)),
                within("waits.max", config.waits_max(), 1, 1_000),
                within("upload.max.mebibytes", config.upload_max_mebibytes(), 1, 1_048_576) * MEBIBYTE,
                Duration.ofSeconds(within("events.heartbeat.seconds", config.events_heartbeat_seconds(), 1, 3_600)),
                within("events.streams.max", config.events_streams_max(), 1, 10_000));
    }

    Settings(Duration wait, int waits, long uploadBytes, Duration heartbeat, int streams) {
        this.wait = wait;
        this.waits = waits;
        this.uploadBytes = uploadBytes;
        this.heartbeat = heartbeat;
        this.streams = streams;
    }

    /** Returns how long a call waits for the deployment that it started, and the longest {@code wait} of a caller. */
    Duration waitDeadline() {
        return wait;
    }

    /** Returns how many calls may wait at once; more are answered with what is known. */
    int waits() {
        return waits;
    }

    long uploadBytes() {
        return uploadBytes;
    }

    /** Returns after how long without an event a stream of events gets a comment, so that nobody thinks it dead. */
    Duration heartbeat() {
        return heartbeat;
    }

    /** Returns how many streams of events may be open at once. */
    int streams() {
        return streams;
    }

    private static int within(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be " + lowest + " to " + highest + ", not " + value);
        }
        return value;
    }

    /** What an admin can set. */
    @ObjectClassDefinition(name = "Management API")
    public @interface Config {
        @AttributeDefinition(
                name = "Seconds for which a call waits for the deployment that it started",
                min = "1",
                max = "3600")
        int wait_seconds() default 60;

        @AttributeDefinition(name = "Most calls that wait at once", min = "1", max = "1000")
        int waits_max() default 32;

        @AttributeDefinition(name = "Largest upload in mebibytes", min = "1", max = "1048576")
        int upload_max_mebibytes() default 256;

        @AttributeDefinition(
                name = "Seconds without an event after which a stream of events gets a comment",
                min = "1",
                max = "3600")
        int events_heartbeat_seconds() default 15;

        @AttributeDefinition(name = "Most streams of events at once", min = "1", max = "10000")
        int events_streams_max() default 64;
    }
}

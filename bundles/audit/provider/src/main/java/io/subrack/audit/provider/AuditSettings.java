/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * What an admin can set, checked.
 *
 * @param segmentBytes at which size a segment is full
 * @param segmentAge at which age a segment is full
 * @param retention how long records are kept; zero for ever
 * @param queue how many events may wait
 * @param patience how long a caller waits for a place among them
 */
record AuditSettings(long segmentBytes, Duration segmentAge, Duration retention, int queue, Duration patience) {
    static final String PID = "io.subrack.audit";

    static AuditSettings of(Config config) {
        return new AuditSettings(
                within("segment.bytes", config.segment_bytes(), 65_536, 1_073_741_824),
                Duration.ofDays(within("segment.days", config.segment_days(), 1, 366)),
                Duration.ofDays(within("retention.days", config.retention_days(), 0, 36_500)),
                within("queue.records", config.queue_records(), 100, 1_000_000),
                Duration.ofMillis(within("queue.wait.millis", config.queue_wait_millis(), 0, 60_000)));
    }

    private static int within(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be " + lowest + " to " + highest + ", not " + value);
        }
        return value;
    }

    /** The keys. */
    @ObjectClassDefinition(name = "Audit log")
    public @interface Config {
        @AttributeDefinition(name = "Size in bytes at which a new segment is begun", min = "65536", max = "1073741824")
        int segment_bytes() default 16_777_216;

        @AttributeDefinition(name = "Age in days at which a new segment is begun", min = "1", max = "366")
        int segment_days() default 7;

        @AttributeDefinition(
                name = "Days after which whole segments are deleted; 0 for never",
                min = "0",
                max = "36500")
        int retention_days() default 0;

        @AttributeDefinition(name = "Most events that wait to be written", min = "100", max = "1000000")
        int queue_records() default 10_000;

        @AttributeDefinition(name = "Milliseconds that a caller waits for a place among them", min = "0", max = "60000")
        int queue_wait_millis() default 2_000;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.spi.PlatformLog;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A level and its end, as a caller sends them: {@code {"level": "DEBUG", "minutes": 10}}. */
record LevelInput(PlatformLog.Level level, Instant until) {
    private static final long MINUTES = 10;
    private static final long MOST_MINUTES = 1_440;

    static LevelInput read(InputStream body) throws IOException {
        var faults = new Faults();
        var json = Json.read(body, faults);
        json.allow(Set.of("level", "minutes"));
        var level = json.required("level")
                .flatMap(text -> new Inputs(faults).choice("level", text, PlatformLog.Level.class));
        long minutes = json.has("minutes") ? json.requiredNumber("minutes", 1).orElse(MINUTES) : MINUTES;
        if (minutes > MOST_MINUTES) {
            faults.add("minutes", "must be at most " + MOST_MINUTES + ": after that it goes back");
        }
        faults.refuseBody();
        return new LevelInput(level.orElseThrow(), Instant.now().plus(Duration.ofMinutes(minutes)));
    }
}

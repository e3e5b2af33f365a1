/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TestClockTest {
    @Test
    void standsStillUntilItIsMoved() {
        TestClock clock = new TestClock();
        var inBerlin = clock.withZone(ZoneId.of("Europe/Berlin"));

        clock.advance(Duration.ofHours(2));

        assertThat(clock.instant()).isEqualTo(TestClock.START.plusSeconds(7200));
        assertThat(inBerlin.instant()).isEqualTo(clock.instant());
    }
}

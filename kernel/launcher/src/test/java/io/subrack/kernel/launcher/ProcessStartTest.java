/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessStartTest {
    @Test
    void readsTheThreadsStartTimeWhateverItsName() {
        String thread = "42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 5000 19 20";

        assertThat(ProcessStart.elapsed(thread, "51.25 99.00\n")).isEqualTo(Duration.ofMillis(1250));
    }

    @Test
    void fallsBackToTheTimeSinceMainWhenTheSystemSaysNonsense() {
        Duration longAgo = Duration.ofDays(9999);

        assertThat(ProcessStart.elapsed(longAgo)).isEqualTo(longAgo);
    }
}

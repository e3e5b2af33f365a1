/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When the platform makes a backup of its own accord. */
class BackupScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    @Test
    void makesOneWhenTheNewestIsOldEnough() {
        assertThat(isDue(NOW.minus(DAY), Instant.EPOCH)).isTrue();
        assertThat(isDue(Instant.EPOCH, Instant.EPOCH)).isTrue();
        assertThat(isDue(NOW.minus(DAY).plusSeconds(1), Instant.EPOCH)).isFalse();
    }

    @Test
    void triesOneThatFailedAgainAfterAnHour() {
        assertThat(isDue(Instant.EPOCH, NOW.minusSeconds(3599))).isFalse();
        assertThat(isDue(Instant.EPOCH, NOW.minusSeconds(3600))).isTrue();
    }

    @Test
    void makesNoneUnlessAnAdminHasSetTheHours() {
        assertThat(BackupSchedule.isDue(Instant.EPOCH, Instant.EPOCH, NOW, Duration.ZERO))
                .isFalse();
    }

    private static boolean isDue(Instant newest, Instant tried) {
        return BackupSchedule.isDue(newest, tried, NOW, DAY);
    }
}
